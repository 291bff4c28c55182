// Prints as JSON what MDN's HTTP Observatory finds wrong at each path of a site on this
// machine: node observatory.mjs FOLDER-OF-THE-OBSERVATORY https://127.0.0.1:8443 PATH…
// The Observatory's own command asks ports 80 and 443 for the home page only.
const [folder, address, ...paths] = process.argv.slice(2);
const { retrieve } = await import(`${folder}/src/retriever/retriever.js`);
const { ALL_TESTS } = await import(`${folder}/src/constants.js`);
const { hostname, port, protocol } = new URL(address);
const closed = 1;
// It lets inline styles pass; this site has none.
const wrong = ({ pass, result }) => !pass || result.includes("unsafe-inline");
const found = {};
for (const path of paths) {
  const options = { path, httpPort: closed, httpsPort: closed };
  options[protocol === "https:" ? "httpsPort" : "httpPort"] = port;
  const answers = await retrieve(hostname, options);
  if (!answers.responses.auto) throw new Error(`${address}${path} does not answer`);
  const judged = ALL_TESTS.map((judge) => judge(answers)).filter(wrong);
  found[path] = judged.map((output) => `${output.constructor.name}: ${output.result}`);
}
console.log(JSON.stringify(found));
