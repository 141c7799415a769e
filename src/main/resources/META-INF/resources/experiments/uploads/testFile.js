const TYPE_BOX = [0, 0, 0, 24, ...bytesOf("ftypisom"), 0, 0, 2, 0, ...bytesOf("isommp41")];
const BOX_HEADER = 8;

/** A file of this size with the header of an MP4 file, which is enough for the detection of its format. */
export function createTestFile(size, name = "lab-test.mp4") {
  const bytes = new Uint8Array(size);
  bytes.set(TYPE_BOX);
  new DataView(bytes.buffer).setUint32(TYPE_BOX.length, size - TYPE_BOX.length);
  bytes.set(bytesOf("mdat"), TYPE_BOX.length + BOX_HEADER / 2);
  return new File([bytes], name, { type: "video/mp4" });
}

function bytesOf(text) {
  return [...text].map((letter) => letter.charCodeAt(0));
}
