import type { Canvas } from '@napi-rs/canvas'

/**
 * A canvas as the bytes of a picture. The library reads the dots in a thread of its own and crashes the process when the
 * canvas was collected meanwhile; shrinking it afterwards holds it until then, and frees its dots at once.
 */
export async function encoded(canvas: Canvas, kind: 'png' | 'jpeg'): Promise<Buffer> {
  const bytes = kind === 'png' ? await canvas.encode('png') : await canvas.encode('jpeg', 75)
  canvas.width = 1
  return bytes
}
