// What the page does when it is opened.

import { MESSAGES } from "./core/index.ts";
import * as core from "./core/index.ts";

console.log(core, MESSAGES);
