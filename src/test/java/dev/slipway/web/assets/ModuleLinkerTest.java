package dev.slipway.web.assets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModuleLinkerTest {
  private final Map<String, String> sources = new HashMap<>();
  private final ModuleLinker linker = new ModuleLinker(sources::get, name -> "assets/1a/" + name);

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
            const web_problem = (() => {
            class Problem {}
            return { Problem };
            })();

            // a/client/parts.js
            const a_client_parts = (() => {
            const { Problem } = web_problem;

            const one = () => new Problem();
            async function two() {}
            return { one, two };
            })();

            // a/effect.js
            const a_effect = (() => {
            document.title = "export it";
            return {  };
            })();

            // a/page.js
            const { one: first, two } = a_client_parts;
            const { Problem } = web_problem;


            first(two, Problem);
            """);
  }

  @Test
  void readsImportsOfSeveralLines() {
    sources.put("a/page.js", "import {\n  one,\n  two as deux,\n} from \"./b.js\";\none(deux);\n");
    sources.put("a/b.js", "export function one() {}\nexport function* two() {}\n");

    assertThat(linker.link("a/page.js")).contains("const {\n  one,\n  two: deux,\n} = a_b;");
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
        "import all from \"./b.js\";",
        "import * as all from \"./b.js\";",
        "import { x } from \"library\";",
        "import { x } from './b.js';",
        "export default class {}",
        "export * from \"./b.js\";",
        "export { x };",
        "export let x = 1;",
        "export const { x } = y;",
        "const lazy = () => import(\"./b.js\");"
      })
  void rejectsWhatItCannotLink(String statement) {
    sources.put("a/page.js", "const y = { x: 1 };\n" + statement + "\n");

    assertThatThrownBy(() -> linker.link("a/page.js"))
        .hasMessageContaining("a/page.js can't be linked")
        .hasMessageContaining(statement.replaceFirst("^const lazy = \\(\\) => ", ""));
  }

  @Test
  void rejectsNamesThatAreNotExported() {
    sources.put("a/page.js", "import { one, two } from \"./b.js\";\n");
    sources.put("a/b.js", "export const one = 1;\n");

    assertThatThrownBy(() -> linker.link("a/page.js"))
        .hasMessage("a/page.js imports two, which a/b.js doesn't export");
  }

  @Test
  void allowsTheImportingModuleToAwait() {
    sources.put("a/page.js", "import { one } from \"./b.js\";\ndo await one();\nwhile (true);\n");
    sources.put("a/b.js", "export async function one() {\n  await two;\n}\n");

    assertThat(linker.link("a/page.js")).endsWith("do await one();\nwhile (true);\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"do await two();", "await two();", "export const one = await two();"})
  void rejectsImportedModulesThatAwait(String statement) {
    sources.put("a/page.js", "import \"./b.js\";\n");
    sources.put("a/b.js", statement + "\n");

    assertThatThrownBy(() -> linker.link("a/page.js"))
        .hasMessageContaining("a/b.js can't be linked")
        .hasMessageEndingWith(statement.replace("export ", ""));
  }

  @Test
  void rejectsCircles() {
    sources.put("a/page.js", "import { b } from \"./b.js\";\nexport const a = 1;\n");
    sources.put("a/b.js", "import { a } from \"./page.js\";\nexport const b = 1;\n");

    assertThatThrownBy(() -> linker.link("a/page.js"))
        .hasMessage("Modules import each other: a/page.js, a/b.js and a/page.js");
  }
}
