import { format } from "../web/format.js";
import { typeOf } from "./client/type.js";

/** Why a file cannot be uploaded, in a sentence; null when nothing speaks against it. */
export function objection(file, { types, maxSize }) {
  if (file.size === 0) return `“${file.name}” is empty.`;
  if (file.size > maxSize) {
    return `“${file.name}” has ${format.bytes(file.size)}; the most is ${format.bytes(maxSize)}.`;
  }
  if (typeOf(file, types)) return null;
  const type = file.type ? `of type ${file.type}, which is not taken` : "not of a type that is taken";
  return `“${file.name}” is ${type}. Choose a video file.`;
}
