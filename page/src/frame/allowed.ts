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

/** Attributes that any element may have, besides `aria-…` and `data-…`. */
export const GLOBAL_ATTRIBUTES = words("class dir hidden id lang role style tabindex title");

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

/** Style properties; beside them any `--name` of the report's own. */
export const PROPERTIES = words(`
  -moz-osx-font-smoothing -moz-text-size-adjust -webkit-font-smoothing -webkit-hyphens -webkit-print-color-adjust
  -webkit-text-size-adjust accent-color align-content align-items align-self alignment-baseline all appearance
  aspect-ratio background background-clip background-color background-image background-origin background-position
  background-repeat background-size block-size border border-block border-block-end border-block-start border-bottom
  border-bottom-color border-bottom-left-radius border-bottom-right-radius border-bottom-style border-bottom-width
  border-collapse border-color border-end-end-radius border-end-start-radius border-inline border-inline-end
  border-inline-start border-left border-left-color border-left-style border-left-width border-radius border-right
  border-right-color border-right-style border-right-width border-spacing border-start-end-radius
  border-start-start-radius border-style border-top border-top-color border-top-left-radius border-top-right-radius
  border-top-style border-top-width border-width bottom box-decoration-break box-shadow box-sizing break-after
  break-before break-inside caption-side clear clip clip-path clip-rule color color-adjust color-scheme column-count
  column-fill column-gap column-rule column-span column-width columns contain container container-name container-type
  content content-visibility counter-increment counter-reset counter-set cursor cx cy d direction display
  dominant-baseline empty-cells fill fill-opacity fill-rule flex flex-basis flex-direction flex-flow flex-grow
  flex-shrink flex-wrap float font font-family font-feature-settings font-kerning font-optical-sizing font-size
  font-size-adjust font-stretch font-style font-synthesis font-variant font-variant-caps font-variant-ligatures
  font-variant-numeric font-variant-position font-weight forced-color-adjust gap grid grid-area grid-auto-columns
  grid-auto-flow grid-auto-rows grid-column grid-column-end grid-column-start grid-gap grid-row grid-row-end
  grid-row-start grid-template grid-template-areas grid-template-columns grid-template-rows hanging-punctuation height
  hyphenate-character hyphens image-orientation image-rendering inline-size inset inset-block inset-inline isolation
  justify-content justify-items justify-self left letter-spacing line-break line-height list-style
  list-style-position list-style-type margin margin-block margin-block-end margin-block-start margin-bottom
  margin-inline margin-inline-end margin-inline-start margin-left margin-right margin-top marker-end marker-mid
  marker-start max-block-size max-height max-inline-size max-width min-block-size min-height min-inline-size min-width
  mix-blend-mode object-fit object-position opacity order orphans outline outline-color outline-offset outline-style
  outline-width overflow overflow-anchor overflow-wrap overflow-x overflow-y overscroll-behavior padding padding-block
  padding-block-end padding-block-start padding-bottom padding-inline padding-inline-end padding-inline-start
  padding-left padding-right padding-top page page-break-after page-break-before page-break-inside paint-order
  place-content place-items place-self position print-color-adjust quotes r resize right rotate row-gap rx ry scale
  scroll-margin scroll-margin-block scroll-margin-top scroll-padding scroll-padding-top scrollbar-color
  scrollbar-gutter scrollbar-width shape-rendering size stop-color stop-opacity stroke stroke-dasharray
  stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width tab-size table-layout
  text-align text-align-last text-anchor text-decoration text-decoration-color text-decoration-line
  text-decoration-skip-ink text-decoration-style text-decoration-thickness text-indent text-overflow text-rendering
  text-size-adjust text-transform text-underline-offset text-underline-position text-wrap text-wrap-mode
  text-wrap-style top transform transform-box transform-origin translate unicode-bidi vector-effect vertical-align
  visibility white-space white-space-collapse widows width word-break word-spacing word-wrap writing-mode x y z-index
`);

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
