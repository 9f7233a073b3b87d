/** Small enough that the pieces fit on any engine's stack; a multiple of 3 keeps them whole. */
const PIECE = 3 * 8192;

/** Bytes as base64 text. */
export function toBase64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += PIECE) {
    pieces.push(btoa(String.fromCharCode(...bytes.subarray(at, at + PIECE))));
  }
  return pieces.join('');
}
