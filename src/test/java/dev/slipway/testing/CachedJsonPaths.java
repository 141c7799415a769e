package dev.slipway.testing;

import groovy.lang.DelegatingMetaClass;
import groovy.lang.GroovyShell;
import groovy.lang.GroovySystem;
import groovy.lang.Script;
import io.quarkus.test.junit.callback.QuarkusTestBeforeClassCallback;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.codehaus.groovy.runtime.InvokerHelper;

/**
 * Compiles each JSON path of RestAssured once. RestAssured evaluates a path as a Groovy script, and
 * compiles it for each evaluation, which takes ten milliseconds in the JVM of the tests. The paths
 * of thousands of assertions are mostly the same, such as {@code items.id}.
 */
public final class CachedJsonPaths implements QuarkusTestBeforeClassCallback {
  /** Some paths contain an id and are never evaluated again. */
  private static final int MAX_SCRIPTS = 1000;

  private static boolean isInstalled;

  @Override
  public void beforeClass(Class<?> testClass) {
    install();
  }

  private static synchronized void install() {
    if (isInstalled) {
      return;
    }
    var registry = GroovySystem.getMetaClassRegistry();
    // Otherwise it would delegate to the one that an earlier application's class loader installed.
    registry.removeMetaClass(GroovyShell.class);
    registry.setMetaClass(GroovyShell.class, new CachingShell());
    isInstalled = true;
  }

  private static final class CachingShell extends DelegatingMetaClass {
    private final Map<String, Class<? extends Script>> scripts = new ConcurrentHashMap<>();

    private CachingShell() {
      super(GroovyShell.class);
      initialize();
    }

    @Override
    public Object invokeMethod(Object shell, String method, Object[] arguments) {
      if (method.equals("evaluate")
          && arguments.length == 1
          && arguments[0] instanceof CharSequence text) {
        if (scripts.size() >= MAX_SCRIPTS) {
          scripts.clear();
        }
        var script = scripts.computeIfAbsent(text.toString(), CachingShell::compile);
        return InvokerHelper.createScript(script, ((GroovyShell) shell).getContext()).run();
      }
      return super.invokeMethod(shell, method, arguments);
    }

    private static Class<? extends Script> compile(String text) {
      return new GroovyShell().parse(text).getClass();
    }
  }
}
