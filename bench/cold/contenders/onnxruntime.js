// onnxruntime.js -- the same handler with ONNX Runtime in Node.js: PACKAGES MODEL TEXTS.
const now = () => process.hrtime.bigint();  // CLOCK_MONOTONIC
const moments = [now()];
const fs = require('fs');
const ort = require(process.argv[2] + '/onnxruntime-node');
moments.push(now());

(async () => {
  const session = await ort.InferenceSession.create(
    process.argv[3], {intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential', logSeverityLevel: 3});
  moments.push(now());
  const cells = fs.readFileSync(0, 'utf8').split('\n').slice(0, -1);
  const texts = Number(process.argv[4]);
  const numbers = Float32Array.from(cells.slice(0, cells.length - texts), c => c === '' ? NaN : Number(c));
  const asked = {[texts ? 'numbers' : 'X']: new ort.Tensor('float32', numbers, [1, numbers.length])};
  for (let t = 0; t < texts; ++t)
    asked['text_' + t] = new ort.Tensor('string', [cells[numbers.length + t]], [1, 1]);
  moments.push(now());
  const answer = await session.run(asked, ['probabilities']);
  moments.push(now());
  fs.writeSync(1, JSON.stringify(Array.from(answer.probabilities.data)) + '\n');
  moments.push(now());
  fs.writeSync(3, new Uint8Array(BigUint64Array.from(moments.flatMap(m => [m, m, 0n])).buffer));
  process.reallyExit(0);
})();
