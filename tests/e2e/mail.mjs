// Prints as JSON what main mail clients do not know of in each mail:
// node mail.mjs FOLDER-OF-CANIEMAIL < {name: html} ; {name: {feature: [client, …]}}.
const [folder] = process.argv.slice(2);
const { caniemail } = await import(`${folder}/dist/index.js`);
const clients = [
  "gmail.*", "outlook.*", "apple-mail.*", "orange.*", "laposte.desktop-webmail", "yahoo.*",
  "thunderbird.macos", "samsung-email.*", "protonmail.*",
];
let text = "";
for await (const piece of process.stdin) text += piece;
const found = {};
for (const [name, html] of Object.entries(JSON.parse(text))) {
  found[name] = {};
  for (const [client, issues] of caniemail({ clients, html }).issues.errors) {
    for (const { title } of issues) (found[name][title] ??= []).push(client);
  }
}
console.log(JSON.stringify(found));
