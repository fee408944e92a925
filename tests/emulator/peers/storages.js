// Storages for storages.py: s3rver behind a door that checks signatures with aws4, and azurite under TLS.
// node storages.js MODEL CERTIFICATE KEY: prints one line of JSON when all stand, and stops with its input.
"use strict";
const fs = require("fs"), http = require("http"), os = require("os"), path = require("path");
const {spawn} = require("child_process");
const aws4 = require("aws4"), S3rver = require("s3rver");
const {BlobServiceClient, StorageSharedKeyCredential, generateBlobSASQueryParameters, BlobSASPermissions} =
  require("@azure/storage-blob");

const [model, certificate, key] = process.argv.slice(2);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "pounce-storages-"));
const keys = {accessKeyId: "S3RVER", secretAccessKey: "S3RVER"};
const token = "FwoGZXIvYXdzEXAMPLE/token+with==signs";

/// Whether a request is signed as aws4 would sign it. s3rver itself compares no signature of version 4.
function isSigned(request) {
  const headers = {};
  for (const name of ["x-amz-date", "x-amz-content-sha256"]) headers[name] = request.headers[name];
  const withToken = request.headers["x-amz-security-token"] !== undefined;
  const signed = aws4.sign(
    {service: "s3", region: "us-east-1", method: request.method, host: request.headers.host, path: request.url, headers},
    withToken ? {...keys, sessionToken: token} : keys);
  return signed.headers.Authorization === request.headers.authorization &&
    (!withToken || request.headers["x-amz-security-token"] === token);
}

const listening = server => new Promise(done => server.listen(0, "127.0.0.1", () => done(server.address().port)));

async function s3() {
  const inner = new S3rver({port: 0, address: "127.0.0.1", directory: folder, silent: true,
    configureBuckets: [{name: "models"}]});
  const {port} = await inner.run();
  const body = fs.readFileSync(model);
  for (const name of ["credit.pounce", "a folder/\u00e9+1=b.pounce"]) {
    const to = aws4.sign({service: "s3", region: "us-east-1", method: "PUT", host: "127.0.0.1:" + port,
      path: "/models/" + name.split("/").map(encodeURIComponent).join("/"), body}, keys);
    await new Promise((done, failed) => http.request({...to, hostname: "127.0.0.1", port}, r => r.resume().on("end", done))
      .on("error", failed).end(body));
  }
  const door = http.createServer((request, reply) => {
    if (!isSigned(request)) {
      reply.writeHead(403, {"Content-Type": "application/xml"});
      return reply.end("<Error><Code>SignatureDoesNotMatch</Code></Error>");
    }
    http.get({hostname: "127.0.0.1", port, path: request.url, headers: {...request.headers, "x-amz-security-token": ""}},
      from => { reply.writeHead(from.statusCode, from.headers); from.pipe(reply); });
  });
  return listening(door);
}

async function azure() {
  const blob = path.join(path.dirname(require.resolve("azurite/package.json")), "dist/src/blob/main.js");
  const port = await new Promise(done => {
    const free = http.createServer();
    listening(free).then(p => free.close(() => done(p)));
  });
  const child = spawn(process.execPath, [blob, "--silent", "--inMemoryPersistence", "--skipApiVersionCheck", "--blobHost", "127.0.0.1",
    "--blobPort", String(port), "--cert", certificate, "--key", key], {stdio: "ignore", cwd: folder});
  process.on("exit", () => child.kill());
  const account = "devstoreaccount1"; // azurite's own account and published key
  const credential = new StorageSharedKeyCredential(account,
    "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==");
  const service = new BlobServiceClient(`https://localhost:${port}/${account}`, credential, {retryOptions: {maxTries: 1}});
  const container = service.getContainerClient("models");
  for (let left = 300; ; --left) {
    try { await container.create(); break; } catch (why) {
      if (left === 0) throw why;
      await new Promise(done => setTimeout(done, 200));
    }
  }
  const one = container.getBlockBlobClient("credit.pounce");
  await one.uploadFile(model);
  const sas = seconds => one.url + "?" + generateBlobSASQueryParameters({containerName: "models", blobName: "credit.pounce",
    permissions: BlobSASPermissions.parse("r"), startsOn: new Date(Date.now() - 7200e3),
    expiresOn: new Date(Date.now() + 1000 * seconds)}, credential);
  return {signed: sas(3600), expired: sas(-3600), unsigned: one.url};
}

(async () => {
  console.log(JSON.stringify({s3: await s3(), token, azure: await azure()}));
  process.stdin.resume().on("end", () => { fs.rmSync(folder, {recursive: true, force: true}); process.exit(0); });
})().catch(why => { console.error(why); process.exit(1); });
