// What the page does when it is opened: each task is made to work, and the address says which one is shown.

import { field } from "./ui/dom.ts";
import { setUpKey } from "./ui/key.ts";
import { setUpOpen } from "./ui/open.ts";
import { setUpPrint } from "./ui/print.ts";
import { setUpReply } from "./ui/reply.ts";
import { setUpShare } from "./ui/share.ts";
import { Desk } from "./ui/state.ts";
import { followAddress } from "./ui/views.ts";

const UNSAVED = "Your reply is not saved yet. Go on, and lose what you wrote?";

const desk = new Desk();
const mayReplace = (): boolean => !desk.unsaved || confirm(UNSAVED);

setUpKey(desk);
setUpOpen(desk, mayReplace);
let print = (): void => undefined;
const report = setUpShare(desk, () => print(), mayReplace);
print = setUpPrint(desk, report);
setUpReply(desk);
for (const box of document.querySelectorAll<HTMLInputElement>("[data-shows]")) {
  box.addEventListener("change", () => {
    field(box.dataset["shows"] ?? "").type = box.checked ? "text" : "password";
  });
}
addEventListener("beforeunload", (event) => {
  if (desk.unsaved) event.preventDefault();
});
desk.put(null);
followAddress();
