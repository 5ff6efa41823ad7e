/**
 * @file Whether WebGL is computed by a graphics processor. Where a program on the CPU stands in for one, each operation pays
 * for the detour through pictures: WebAssembly on the same CPU is faster by far.
 */

/** Programs that stand in for a graphics processor, by the names they give as renderers. */
const software = /swiftshader|llvmpipe|softpipe|software|basic render/i;

export function hardwareGl(): boolean {
  const gl = new OffscreenCanvas(1, 1).getContext("webgl2", { failIfMajorPerformanceCaveat: true });
  if (gl === null) return false;
  try {
    // Some browsers say it without being asked for more, some keep the name to themselves.
    const names = gl.getExtension("WEBGL_debug_renderer_info");
    const renderer: unknown = gl.getParameter(names === null ? gl.RENDERER : names.UNMASKED_RENDERER_WEBGL);
    return !software.test(String(renderer));
  } finally {
    gl.getExtension("WEBGL_lose_context")?.loseContext();
  }
}
