package dev.slipway.web.assets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModuleLinkerTest {
  private final Map<String, String> sources = new HashMap<>();
  private final ModuleLinker linker =
      new ModuleLinker(name -> Optional.ofNullable(sources.get(name)), name -> "assets/1a/" + name);

  @Test
  void putsEachModuleOnceBeforeThoseThatImportIt() {
    sources.put(
        "a/page.js",
        """
        import { one as first, two } from "./client/parts.js";
        import { Problem } from "../web/problem.js";
        import "./effect.js";

        first(two, Problem);
        """);
    sources.put(
        "a/client/parts.js",
        """
        import { Problem } from "../../web/problem.js";

        export const one = () => new Problem();
        export async function two() {}
        """);
    sources.put("web/problem.js", "export class Problem {}\n");
    sources.put("a/effect.js", "document.title = \"export it\";\n");

    assertThat(linker.link("a/page.js"))
        .isEqualTo(
            """
            // web/problem.js
            const linked$web_problem = (() => {
            class Problem {}

            return { Problem };
            })();

            // a/client/parts.js
            const linked$a_client_parts = (() => {
            const { Problem } = linked$web_problem;

            const one = () => new Problem();
            async function two() {}

            return { one, two };
            })();

            // a/effect.js
            const linked$a_effect = (() => {
            document.title = "export it";

            return {  };
            })();

            // a/page.js
            {
            const { one: first, two } = linked$a_client_parts;
            const { Problem } = linked$web_problem;


            first(two, Problem);

            }
            """);
  }

  @Test
  void readsImportsOfSeveralLines() {
    sources.put("a/page.js", "import {\n  one,\n  two as deux,\n} from \"./b.js\";\none(deux);\n");
    sources.put("a/b.js", "export function one() {}\nexport function* two() {}\n");

    assertThat(linker.link("a/page.js")).contains("const { one, two: deux } = linked$a_b;");
  }

  @Test
  void keepsTheAddressOfEachModule() {
    sources.put("a/page.js", "import { base } from \"../web/json.js\";\n");
    sources.put("web/json.js", "export const base = new URL(\"..\", import.meta.url);\n");

    assertThat(linker.link("a/page.js"))
        .contains("new URL(\"..\", new URL(\"../../../web/json.js\", import.meta.url).href)");
  }

  @Test
  void refersToOtherFilesByTheirHashes() {
    sources.put("a/page.js", "import { start } from \"./client/hasher.js\";\n");
    sources.put(
        "a/client/hasher.js",
        "export const start = () => new Worker(new URL(\"./worker.js\", import.meta.url));\n");
    sources.put("a/client/worker.js", "import { start } from \"./hasher.js\";\n");

    assertThat(linker.link("a/page.js"))
        .contains(
            "new Worker(new URL(\"../../../assets/1a/a/client/worker.js\", import.meta.url))");
    // The hash of the worker can't be part of the worker.
    assertThat(linker.link("a/client/worker.js")).contains("new Worker(new URL(import.meta.url))");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "  import { one } from './b.js'",
        "import { two } from \"./b.js\"; import { one } from \"./b.js\";",
        "import{one}from\"./b.js\";",
        "/* first */ import { one /* the first */, } from \"./b.js\"; // last"
      })
  void readsImportsHoweverTheyAreFormatted(String statement) {
    sources.put("a/page.js", statement + "\none();");
    sources.put("a/b.js", "  export function one() {} export function two() {}");

    assertThat(linker.link("a/page.js"))
        .contains("function one() {} function two() {}")
        .contains("const { one } = linked$a_b;")
        .doesNotContain("import");
  }

  @Test
  void acceptsNamesWithDollarsAndLettersOfAnyAlphabet() {
    sources.put("a/page.js", "import { $one, größe as size, π } from \"./b.js\";\n");
    sources.put(
        "a/b.js",
        "export const $one = 1;\nexport function größe() {}\nexport const π = Math.PI;\n");

    assertThat(linker.link("a/page.js"))
        .contains("return { $one, größe, π };")
        .contains("const { $one, größe: size, π } = linked$a_b;");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "const text = `\nimport \"./c.js\";\nexport default 1;\nawait it;\n`;",
        "const text = `${`\nimport(\"./c.js\") ${{ a: `}` }.a}`}\nimport.meta.hot`;",
        "/*\nimport \"./c.js\";\nexport { one };\nvar import.meta\n*/",
        "// import(\"./c.js\")",
        "const text = \"import('./c.js') \\\" import.meta.url\";",
        "const pattern = /[/\"']import\\(\\/`/;",
        "if (one) /import(`/.test(two);",
        "const half = (one + two) / 2; const text = '/import(`/';",
        "loader.import(one).export = two;",
        "const load = async () => await one;",
        "const load = async (two) => {\n  for await (const each of two) await each;\n};",
        "class Loader {\n  static async load() {\n    if (one) {\n      await one;\n    }\n  }\n}",
        "one.then(async () => await two);",
        "const load = function () {\n  var one;\n};"
      })
  void leavesOtherTextUnchanged(String text) {
    sources.put("a/page.js", "import \"./b.js\";\n");
    sources.put("a/b.js", text);

    assertThat(linker.link("a/page.js"))
        .startsWith("// a/b.js\nconst linked$a_b = (() => {\n" + text + "\nreturn {  };\n");
  }

  /** Otherwise a module that means the browser's 'name' or 'stop' would see those of the page. */
  @Test
  void keepsTheNamesOfAPageFromTheModulesThatItImports() {
    sources.put("a/page.js", "import \"./b.js\";\nconst fetch = 1;\n");
    sources.put("a/b.js", "fetch(\"/\");\n");

    assertThat(linker.link("a/page.js"))
        .endsWith("// a/page.js\n{\n\nconst fetch = 1;\n\n}\n")
        .contains("fetch(\"/\");");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          import all from "./b.js";                  | named imports
          import * as all from "./b.js";             | named imports
          import { "a b" as x } from "./b.js";       | named imports
          import { x } from "./b.js" with { a: "b" } | named imports
          import { x } from "library";               | relative address of a module
          import { x } from "./b.css";               | relative address of a module
          import { x } from "./c.js";                | a/c.js doesn't exist
          first(); import { x } from "./b.js";       | before other statements
          if (y) import "./b.js";                    | before other statements
          export default class {}                    | Export a function, a class or a constant
          export * from "./b.js";                    | Export a function, a class or a constant
          export { x };                              | Export a function, a class or a constant
          export let x = 1;                          | Export a function, a class or a constant
          export const { x } = y;                    | Export a function, a class or a constant
          export function () {}                      | Export a function, a class or a constant
          const lazy = () => import("./b.js");       | import (
          const lazy = () => import ("./b.js");      | import (
          const hot = import.meta.hot;               | import.meta.url
          const url = import.meta["url"];            | import.meta.url
          const url = import.meta.resolve("./b.js"); | import.meta.url
          export function f() {} f = y;              | assigns to f
          export class F {} F ??= y;                 | assigns to F
          export function f() {} ++f;                | assigns to f
          export function f() {} f--;                | assigns to f
          var y = 1;                                 | var
          for (var y of []);                         | var
          const linked$a_b = 1;                      | linked$
          const \\u0061b = 1;                        | unexpected '\\'
          const y = "never ends;                     | unexpected '"'
          const y = `never ${ends;                   | never closed
          const y = `never ends;                     | never ends
          const f = () => {} /y/.test(z);            | regular expression
          const f = y++ /z/g;                        | regular expression
          const f = (y];                             | unexpected ']'
          """)
  void rejectsWhatItCannotLink(String statement, String reason) {
    sources.put("a/page.js", "\n/*\n*/\n" + statement + "\n");
    sources.put("a/b.js", "export const x = 1;\n");

    assertThatThrownBy(() -> linker.link("a/page.js"))
        .hasMessageStartingWith("a/page.js:4 can't be linked")
        .hasMessageContaining(reason)
        .hasMessageEndingWith(": " + statement);
  }

  @Test
  void rejectsNamesThatAreNotExported() {
    sources.put("a/page.js", "import { one, two } from \"./b.js\";\n");
    sources.put("a/b.js", "export const one = 1;\n");

    assertThatThrownBy(() -> linker.link("a/page.js"))
        .hasMessageStartingWith("a/page.js:1 can't be linked")
        .hasMessageContaining("a/b.js doesn't export two");
  }

  @Test
  void allowsTheImportingModuleToAwait() {
    sources.put("a/page.js", "import { one } from \"./b.js\";\ndo await one();\nwhile (true);\n");
    sources.put("a/b.js", "export async function one() {\n  await two;\n}\n");

    assertThat(linker.link("a/page.js")).endsWith("do await one();\nwhile (true);\n\n}\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "do await two();",
        "export const one = await two();",
        "if (one) { await two(); }",
        "  for await (const each of two);",
        "one.then(async () => one); await two;",
        "const one = [async () => one, await two];",
        "const one = `${await two}`;"
      })
  void rejectsImportedModulesThatAwait(String statement) {
    sources.put("a/page.js", "import \"./b.js\";\n");
    sources.put("a/b.js", "\n" + statement);

    assertThatThrownBy(() -> linker.link("a/page.js"))
        .hasMessageStartingWith("a/b.js:2 can't be linked")
        .hasMessageContaining("await outside of a function")
        .hasMessageEndingWith(statement.strip());
  }

  @Test
  void rejectsCircles() {
    sources.put("a/page.js", "import { b } from \"./b.js\";\nexport const a = 1;\n");
    sources.put("a/b.js", "\nimport { a } from \"./page.js\";\nexport const b = 1;\n");

    assertThatThrownBy(() -> linker.link("a/page.js"))
        .hasMessageStartingWith("a/b.js:2 can't be linked")
        .hasMessageContaining("import each other: a/page.js, a/b.js and a/page.js");
  }
}
