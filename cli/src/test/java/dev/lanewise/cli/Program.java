package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The program, run in this JVM with a directory, variables and streams of its own. */
final class Program {

  private final Path directory;
  private final Map<String, String> environment = new HashMap<>();
  private Session.Interrupts interrupts = stop -> () -> {};
  private StringWriter out = new StringWriter();
  private byte[] in = new byte[0];

  Program(Path directory) {
    this.directory = directory;
  }

  /** What a run has left behind. */
  record Run(int code, String out, String err) {

    /** The last line of stdout. */
    JsonObject json() {
      return JsonParser.parseString(out.lines().toList().getLast()).getAsJsonObject();
    }

    /** The only line of stderr, in a run that failed. */
    String error() {
      List<String> lines = err.lines().toList();
      assertEquals(1, lines.size(), err);
      return lines.getFirst();
    }

    /** This, if it ended well. */
    Run good() {
      assertEquals(0, code, err);
      return this;
    }
  }

  /** Sets a variable. */
  Program with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Uses another source of interrupts. */
  Program with(Session.Interrupts source) {
    interrupts = source;
    return this;
  }

  /** Uses a standard input. */
  Program with(byte[] input) {
    in = input.clone();
    return this;
  }

  /** Uses another standard output, which keeps what is written to it. */
  Program with(StringWriter writer) {
    out = writer;
    return this;
  }

  /** Runs a command; nothing that it prints may be a stack trace. */
  Run run(String... args) {
    out.getBuffer().setLength(0);
    StringWriter err = new StringWriter();
    int code = Cli.run(session(new PrintWriter(out, true), new PrintWriter(err, true)), args);
    assertFalse(err.toString().contains("\tat "), err::toString);
    return new Run(code, out.toString(), err.toString());
  }

  /** Its surroundings with other streams. */
  Session session(PrintWriter output, PrintWriter errors) {
    return new Session(
        new ByteArrayInputStream(in),
        output,
        errors,
        Map.copyOf(environment),
        directory.resolve("home"),
        directory,
        false,
        interrupts);
  }
}
