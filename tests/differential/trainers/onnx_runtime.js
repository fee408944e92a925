// onnx_runtime.js -- answers ONNX models: a request a line on stdin, {"model": path, "feeds": {name: {type, dims, data}}},
// a reply a line on stdout, {name: {dims, data}} or {"error": text}. Numbers that JSON has no word for are texts.
const readline = require('readline');
const runtime = require(process.argv[2]);

const numbers = { nan: NaN, inf: Infinity, '-inf': -Infinity };
const number = (x) => (x in numbers ? numbers[x] : x);
const spelled = (x) => {
  if (typeof x === 'bigint') return Number(x);
  if (typeof x !== 'number' || Number.isFinite(x)) return x;
  return Number.isNaN(x) ? 'nan' : x > 0 ? 'inf' : '-inf';
};
const arrays = {
  float32: (d) => Float32Array.from(d, number),
  float64: (d) => Float64Array.from(d, number),
  int64: (d) => BigInt64Array.from(d, (x) => BigInt(x)),
  int32: (d) => Int32Array.from(d),
  string: (d) => d,
};

async function answer(request) {
  const session = await runtime.InferenceSession.create(request.model, {
    intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 4,
  });
  const feeds = {};
  for (const [name, t] of Object.entries(request.feeds)) feeds[name] = new runtime.Tensor(t.type, arrays[t.type](t.data), t.dims);
  const told = await session.run(feeds);
  const reply = {};
  for (const name of session.outputNames) reply[name] = { dims: told[name].dims, data: Array.from(told[name].data, spelled) };
  if (session.release) await session.release();
  return reply;
}

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    let reply;
    try {
      reply = await answer(JSON.parse(line));
    } catch (error) {
      reply = { error: String(error.message || error) };
    }
    process.stdout.write(JSON.stringify(reply) + '\n');
  }
})();
