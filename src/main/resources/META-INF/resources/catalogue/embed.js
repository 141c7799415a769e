import { startPlayer } from "./player/start.js";

startPlayer();
