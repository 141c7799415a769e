/** Types by a file name's ending, for systems that do not know the file's type. */
const ENDINGS = {
  mp4: ["video/mp4"],
  m4v: ["video/x-m4v", "video/mp4"],
  mov: ["video/quicktime"],
  qt: ["video/quicktime"],
  webm: ["video/webm"],
  mkv: ["video/x-matroska"],
  avi: ["video/x-msvideo", "video/avi"],
  "3gp": ["video/3gpp"],
  "3g2": ["video/3gpp2"],
  mpg: ["video/mpeg"],
  mpeg: ["video/mpeg"],
  ts: ["video/mp2t"],
  mts: ["video/mp2t"],
  m2ts: ["video/mp2t"],
  ogv: ["video/ogg"],
};

/** The type to declare for a file, out of those that are taken; null when none fits. */
export function typeOf(file, taken = Object.values(ENDINGS).flat()) {
  const declared = file.type.split(";")[0].trim().toLowerCase();
  if (taken.includes(declared)) return declared;
  const ending = file.name.split(".").pop().toLowerCase();
  return ENDINGS[ending]?.find((type) => taken.includes(type)) ?? null;
}
