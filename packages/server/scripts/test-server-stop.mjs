export default async function stop() {
  await globalThis.candorTestServer?.stop();
}
