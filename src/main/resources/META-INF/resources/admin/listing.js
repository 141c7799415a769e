import { arrangeColumns } from "./columns.js";
import { listenToKeys } from "./listingKeys.js";
import { selectVideos } from "./selection.js";

const root = document.querySelector("[data-listing]");
arrangeColumns(document.querySelector("[data-columns]"), document.querySelector("[data-columns-status]"));
selectVideos(root);
listenToKeys(root);
