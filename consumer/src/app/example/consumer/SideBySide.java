package example.consumer;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs {@link App} twice at once, each with all classes in a class loader of its own. */
public final class SideBySide {

  private SideBySide() {}

  /** Prints both reports; the arguments are the class path of either. */
  public static void main(String[] args) throws Exception {
    Callable<List<?>> apart = () -> report(urls(args));
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (Future<List<?>> report : threads.invokeAll(List.of(apart, apart))) {
        report.get().forEach(System.out::println);
      }
    }
  }

  private static List<?> report(URL[] classPath) throws Exception {
    try (URLClassLoader loader =
        new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
      Class<?> app = loader.loadClass(App.class.getName());
      if (app == App.class) {
        throw new IllegalStateException("The loaders must not share the application's classes.");
      }
      return (List<?>) app.getMethod("report").invoke(null);
    }
  }

  private static URL[] urls(String[] paths) throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (String path : paths) {
      urls.add(Path.of(path).toUri().toURL());
    }
    return urls.toArray(URL[]::new);
  }
}
