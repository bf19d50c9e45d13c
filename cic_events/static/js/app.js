// What the pages gain when scripts run. Every page works without.
import "htmx.org/dist/htmx.esm.min.js";
import "./autosave.js";
import "./errors.js";
import "./language.js";
import "./menus.js";
import "./picks.js";
import "./search.js";
import "./sheet.js";
import "./whole_page.js";
