// events.js -- prints requests that CloudEvents' own kit makes: [{name, headers, body}], one line of JSON.
const {CloudEvent, HTTP} = require('cloudevents');

const data = JSON.parse(process.argv[2]);
const one = more => new CloudEvent({
  id: 'A234-1234-1234', source: '/credit/desk/7', type: 'credit.application.received',
  time: '2026-01-01T00:00:00.000Z', datacontenttype: 'application/json', data, ...more});
const bytes = new Uint8Array(Buffer.from(JSON.stringify(data)));
const made = {
  binary: HTTP.binary(one()),
  'binary with extensions': HTTP.binary(one({traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', partitionkey: 'a b'})),
  'binary with a subject': HTTP.binary(one({subject: 'desk 7 100%'})),
  structured: HTTP.structured(one({subject: 'Zürich'})),
  'structured with data_base64': HTTP.structured(one({data: bytes})),
};
const requests = Object.entries(made).map(([name, {headers, body}]) =>
  ({name, headers, body: typeof body === 'string' ? body : JSON.stringify(body)}));
const list = [one(), one({id: '2'})].map(event => JSON.parse(event.toString()));
requests.push({name: 'batch', headers: {'content-type': 'application/cloudevents-batch+json'}, body: JSON.stringify(list)});
console.log(JSON.stringify(requests));
