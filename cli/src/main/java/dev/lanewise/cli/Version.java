package dev.lanewise.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: the version of the build, the JVM and the operating system. */
public final class Version implements IVersionProvider {

  /** Made by picocli. */
  public Version() {}

  /**
   * The project's version, as the build wrote it into {@code build.properties}.
   *
   * @throws IllegalStateException if the build left the file out
   */
  public static String number() {
    Properties build = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("build.properties")) {
      if (in == null) {
        throw new IllegalStateException(
            "The class path must hold dev/lanewise/cli/build.properties. Received: none");
      }
      build.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return build.getProperty("version");
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "lanewise " + number(),
      "JVM: %s %s".formatted(property("java.vm.name"), property("java.runtime.version")),
      "OS: %s %s %s".formatted(property("os.name"), property("os.version"), property("os.arch"))
    };
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }
}
