// Compiles and copies what Handrail takes from GOV.UK Frontend and MOJ Frontend into ../vendor, with the versions and
// a checksum of every file, so that a reviewer can repeat it. Run by `make assets`; maintainers only.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { compile, Logger } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const vendor = join(here, "..", "vendor");
const govuk = join(here, "node_modules", "govuk-frontend");
const moj = join(here, "node_modules", "@ministryofjustice", "frontend");

rmSync(vendor, { recursive: true, force: true });
mkdirSync(join(vendor, "images"), { recursive: true });

const { css } = compile(join(here, "vendor.scss"), {
  style: "compressed",
  loadPaths: [here],
  quietDeps: true,
  logger: Logger.silent, // deprecations inside the vendors' own code
});
writeFileSync(join(vendor, "frontend.css"), css);

const js = readFileSync(join(govuk, "dist", "govuk", "govuk-frontend.min.js"), "utf8");
writeFileSync(join(vendor, "govuk-frontend.min.js"), js.replace(/\/\/# sourceMappingURL=.*\s*$/, ""));

// The images of the components in use. The crest and crown stay out: Handrail never poses as GOV.UK. So does the
// rich text editor, which is not used.
const images = [...css.matchAll(/url\("?images\/(icon-(?!wysiwyg)[a-z-]+\.svg)"?\)/g)].map((match) => match[1]);
for (const image of new Set(images)) {
  copyFileSync(join(moj, "moj", "assets", "images", image), join(vendor, "images", image));
}
for (const name of ["frontend.css", "govuk-frontend.min.js"]) {
  writeFileSync(join(vendor, `${name}.gz`), gzipSync(readFileSync(join(vendor, name)), { level: 9 }));
}

const version = (folder) => JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
const sass = version(join(here, "node_modules", "sass"));
const versions = [version(govuk), version(moj), sass].map(({ name, version, license }) => `${name} ${version} ${license}`);
writeFileSync(join(vendor, "VERSIONS"), versions.join("\n") + "\n");

const files = [
  "VERSIONS", "frontend.css", "frontend.css.gz", "govuk-frontend.min.js", "govuk-frontend.min.js.gz",
  ...[...new Set(images)].map((image) => `images/${image}`),
].sort();
const sums = files.map((name) => `${createHash("sha256").update(readFileSync(join(vendor, name))).digest("hex")}  ${name}`);
writeFileSync(join(vendor, "SHA256SUMS"), sums.join("\n") + "\n");
