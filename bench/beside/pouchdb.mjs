// PouchDB beside our sync: a CouchDB-style server over leveldb, and a post that replicates to it. The packages come
// from npm into the folder NPM_FOLDER names, for the benchmark alone.
//
//   node pouchdb.mjs serve PORT FOLDER
//   node pouchdb.mjs send URL FOLDER [DOCUMENTS.json]   put the documents, replicate in batches of 100, say how it went

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import process from "node:process";

const require = createRequire(`${process.env.NPM_FOLDER}/`);
const PouchDB = require("pouchdb");
const [, , what, where, folder, file] = process.argv;

if (what === "serve") {
  process.chdir(folder);
  const app = require("express")();
  app.use("/", require("express-pouchdb")(PouchDB.defaults({ prefix: `${folder}/` }), { logPath: `${folder}/log.txt` }));
  app.listen(Number(where), "127.0.0.1", () => console.log("ready"));
} else {
  const post = new PouchDB(folder);
  if (file) {
    const documents = JSON.parse(readFileSync(file, "utf8"));
    for (let at = 0; at < documents.length; at += 1000) await post.bulkDocs(documents.slice(at, at + 1000));
  }
  const started = process.hrtime.bigint();
  const said = await post.replicate.to(where, { batch_size: 100 });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  console.log(JSON.stringify({ written: said.docs_written, seconds, ok: said.ok }));
  await post.close();
}
