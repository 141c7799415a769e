const STREAM = "#EXT-X-STREAM-INF:";

/**
 * Reads the master playlist of this application. Returns its renditions from large to small, each with its height,
 * frame rate, bandwidth in bits per second, name, and the address of its media playlist.
 */
export function parseMasterPlaylist(text, address) {
  const lines = text.split("\n");
  const levels = lines.flatMap((line, index) =>
    line.startsWith(STREAM) ? [level(line.slice(STREAM.length), new URL(lines[index + 1], address).href)] : [],
  );
  return levels.sort((one, other) => other.bandwidth - one.bandwidth);
}

function level(attributes, url) {
  const value = (name) => attributes.match(new RegExp(`(?:^|,)${name}=("[^"]*"|[^,]*)`))?.[1] ?? "";
  const [width, height] = value("RESOLUTION").split("x").map(Number);
  const frameRate = Number(value("FRAME-RATE"));
  return { width, height, frameRate, bandwidth: Number(value("BANDWIDTH")), label: label(Math.min(width, height), frameRate), url };
}

/** The short side names a rendition, so that a portrait of 1080 × 1920 is 1080p too. */
function label(shortSide, frameRate) {
  return Math.round(frameRate) > 30 ? `${shortSide}p${Math.round(frameRate)}` : `${shortSide}p`;
}
