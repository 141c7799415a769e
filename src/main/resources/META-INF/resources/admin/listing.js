import { arrangeColumns } from "./columns.js";
import { selectVideos } from "./selection.js";

arrangeColumns(document.querySelector("[data-columns]"));
selectVideos(document.querySelector("[data-live]"));
