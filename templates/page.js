"use strict";
const contents = document.querySelector(".contents details");
if (contents && matchMedia("(min-width: 70rem)").matches) contents.open = true;
