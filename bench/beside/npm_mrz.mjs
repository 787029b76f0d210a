// Times the npm package `mrz`: {"zones": {name: [format, zone]}, "rounds", "times"} in, {name: microseconds} out.
// Run by bench/mrz.py, in a temporary folder in which that package is installed.
import { readFileSync } from "node:fs";
import { parse } from "mrz";

const job = JSON.parse(readFileSync(0, "utf8"));
const measured = {};
for (const [name, [, zone]] of Object.entries(job.zones)) {
  const lines = zone.split("\n");
  try {
    parse(lines);
  } catch {
    continue; // it does not read this format
  }
  const means = [];
  for (let round = 0; round < job.rounds; round += 1) {
    const start = process.hrtime.bigint();
    for (let time = 0; time < job.times; time += 1) parse(lines);
    means.push(Number(process.hrtime.bigint() - start) / job.times / 1e3);
  }
  measured[name] = Math.min(...means);
}
console.log(JSON.stringify(measured));
