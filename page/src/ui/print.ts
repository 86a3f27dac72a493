// Printing: the report takes the place of the page on paper, whether the page's button or the browser's own is used.

import type { Rebuilt } from "../frame/rebuild.ts";
import { clearPaper, layOut, toPaper } from "../frame/show.ts";
import { box, button } from "./dom.ts";
import type { Desk } from "./state.ts";

/** Makes printing work; returns the function that prints the report. */
export function setUpPrint(desk: Desk, report: () => Rebuilt | null): () => void {
  const paper = box("paper");
  const print = (): void => {
    const rebuilt = report();
    if (rebuilt !== null) void toPaper(paper, rebuilt).then(() => window.print());
  };
  addEventListener("beforeprint", () => {
    const rebuilt = report();
    if (rebuilt !== null) layOut(paper, rebuilt);
  });
  addEventListener("afterprint", () => clearPaper(paper));
  button("print-go").addEventListener("click", print);
  desk.onShare(() => {
    clearPaper(paper);
    box("print-nothing").hidden = report() !== null;
    box("print-body").hidden = report() === null;
  });
  return print;
}
