/** What a page of another site does: uploads a file, and returns the outcome, the bytes stored and the number of open uploads. */
export async function upload(endpoint, token) {
  const { Upload } = await import(`${endpoint}/uploads/client/upload.js`);
  const bytes = new Uint8Array(11 << 20).map((_, index) => index % 251);
  const file = new File([bytes], "from-elsewhere.mp4", { type: "video/mp4" });
  const upload = new Upload(file, { endpoint, token });
  await upload.start();
  const { stored } = upload.bytes;
  const open = await Upload.unfinished({ endpoint, token });
  return [upload.problem?.message ?? upload.phase, stored, open.length].join();
}
