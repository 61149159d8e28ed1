"use strict";
// Letters are measured once, as the terminal starts: the font has to be there before.
const FACES = ["15px", "bold 15px", "italic 15px"].map((face) => document.fonts.load(`${face} "Roboto Mono"`));
// The terminal makes links of what looks like an address. What a stranger has posted opens nothing here.
window.open = () => null;

const loaded = new Promise((done) => window.addEventListener("load", done));
const drawn = (state) => document.body.classList.contains(state); // the terminal's script says so there
const typing = () => drawn("-first-byte") && !drawn("-closed") && document.querySelector(".xterm-helper-textarea").focus();

Promise.allSettled([loaded, ...FACES]).then(() => {
  const script = document.createElement("script");
  script.src = "textual.js";
  script.addEventListener("load", (event) => window.onload(event)); // it waits for one that has been
  document.head.append(script);
});
new MutationObserver(typing).observe(document.body, { attributeFilter: ["class"] });
window.addEventListener("focus", typing);
