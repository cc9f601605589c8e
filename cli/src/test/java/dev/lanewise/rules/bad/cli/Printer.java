package dev.lanewise.rules.bad.cli;

/** Prints where printing is allowed. */
public final class Printer {

  private Printer() {}

  /** Prints a line. */
  public static void print(String line) {
    System.out.println(line);
  }
}
