// What may be in a report that is shown: elements, attributes, style properties and functions; all else is left out.

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** HTML elements that stay, with what is in them. */
export const HTML_ELEMENTS = words(`
  a abbr address article aside b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em
  figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd li main mark nav ol p pre q rp rt ruby s samp
  section small span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr
`);

/** HTML elements without an end. */
export const VOID_ELEMENTS = words("br col hr img wbr");

/** SVG elements that stay. None of them refers to a file, starts an animation, or holds HTML. */
export const SVG_ELEMENTS = words(`
  circle clipPath defs desc ellipse g line linearGradient marker mask path pattern polygon polyline radialGradient rect
  stop svg symbol text title tspan
`);

/** SVG elements of which only the words stay: HTML could begin in them. */
export const SVG_WORDS = words("desc title");

/** Attributes that any element may have, with what their value may be, besides `aria-…`, `data-…` and `style`. */
export const GLOBAL_ATTRIBUTES: Readonly<Record<string, RegExp>> = {
  class: /^[-\w\s]*$/,
  dir: /^(?:auto|ltr|rtl)$/,
  hidden: /^(?:hidden)?$/,
  id: /^[^\s"'<>&`\\]+$/,
  lang: /^[-A-Za-z0-9]*$/,
  role: /^[-a-z\s]+$/,
  tabindex: /^(?:0|-1)$/,
  title: /^/,
};

/** Attributes of single HTML elements. */
export const HTML_ATTRIBUTES: Readonly<Record<string, ReadonlySet<string>>> = {
  a: words("href"),
  col: words("span"),
  colgroup: words("span"),
  del: words("datetime"),
  details: words("name open"),
  img: words("alt height src width"),
  ins: words("datetime"),
  li: words("value"),
  ol: words("reversed start type"),
  td: words("colspan headers rowspan"),
  th: words("abbr colspan headers rowspan scope"),
  time: words("datetime"),
};

/** Attributes of any SVG element: numbers, names and colours. */
export const SVG_ATTRIBUTES = words(`
  clip-path clip-rule clipPathUnits color cx cy d direction dominant-baseline dx dy fill fill-opacity fill-rule focusable
  font-family font-size font-style font-variant font-weight fx fy gradientTransform gradientUnits height lengthAdjust
  letter-spacing marker-end marker-mid marker-start markerHeight markerUnits markerWidth mask maskContentUnits maskUnits
  offset opacity orient paint-order pathLength patternContentUnits patternTransform patternUnits points
  preserveAspectRatio r refX refY rotate rx ry shape-rendering spreadMethod stop-color stop-opacity stroke
  stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width
  text-anchor text-decoration text-rendering textLength transform transform-origin vector-effect version viewBox
  visibility width word-spacing writing-mode x x1 x2 y y1 y2
`);

/** Attributes that are left out without being counted: they do nothing once a link leads nowhere. */
export const SILENT_ATTRIBUTES = words("rel target xmlns");

/**
 * Style properties, by family; beside them any `--name` of the report's own. None loads anything by itself: that takes an
 * address in its value, and no value with an address comes through.
 */
export const PROPERTIES = new RegExp(
  `^(?:${`
  (?:align|justify|place)-(?:content|items|self)
  (?:(?:min|max)-)?(?:width|height|inline-size|block-size)
  (?:border|margin|padding|outline|inset|font|text|flex|grid|column|break|page-break|stroke|counter|scroll-margin|scroll-padding)(?:-[a-z]+)*
  (?:background|box|caption|clip|color|container|fill|hyphenate|list-style|marker|mask|object|overflow|overscroll)-[a-z]+
  (?:scrollbar|shape|stop|transform|unicode|vector|white-space|word|writing|dominant|alignment)-[a-z]+
  (?:empty-cells|image-(?:orientation|rendering)|letter-spacing|line-(?:break|height)|mix-blend-mode|paint-order|tab-size)
  (?:table-layout|vertical-align|forced-color-adjust|(?:-webkit-)?print-color-adjust|-webkit-hyphens|z-index|row-gap)
  (?:-(?:webkit|moz)-text-size-adjust|-webkit-font-smoothing|-moz-osx-font-smoothing|accent-color|aspect-ratio)
  (?:background|bottom|clear|clip|color|columns|contain|container|content|content-visibility|cursor|cx|cy|d|direction|display)
  (?:fill|float|gap|hanging-punctuation|hyphens|isolation|left|list-style|mask|opacity|order|orphans|overflow|page|position)
  (?:quotes|r|resize|right|rotate|rx|ry|scale|size|top|transform|translate|visibility|white-space|widows|x|y|zoom)
`
    .trim()
    .split(/\s+/)
    .join("|")})$`,
);

/** Properties whose value may hold a quoted string. */
export const QUOTED = words(`
  content font font-family font-feature-settings grid-template grid-template-areas hyphenate-character list-style
  list-style-type quotes
`);

/** Properties whose value may be `url(#name)`, a place in the report itself. */
export const REFERRING = words("clip-path fill marker-end marker-mid marker-start mask stroke");

/** Functions in a value: none of them takes an address. */
export const FUNCTIONS = words(`
  abs calc clamp color color-mix conic-gradient counter counters env fit-content hsl hsla hwb inset lab lch light-dark
  linear-gradient matrix max min minmax mod oklab oklch polygon radial-gradient rem repeat repeating-linear-gradient rgb
  rgba rotate round scale scalex scaley sign skew skewx skewy translate translatex translatey var
`);

/** At-rules that hold further rules. */
export const GROUPS = words("container layer media supports");

/** Boxes in the margin of a printed page. */
export const MARGIN_BOXES = words(`
  bottom-center bottom-left bottom-left-corner bottom-right bottom-right-corner left-bottom left-middle left-top
  right-bottom right-middle right-top top-center top-left top-left-corner top-right top-right-corner
`);
