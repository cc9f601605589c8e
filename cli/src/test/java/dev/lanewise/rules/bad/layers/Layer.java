package dev.lanewise.rules.bad.layers;

import com.google.gson.Gson;
import dev.lanewise.rules.bad.cli.Printer;

/** Prints, counts in a static, needs a library and the command line. */
public final class Layer {

  static int count;

  private Layer() {}

  static void shout() {
    System.out.println(new Gson().toJson(count++));
    Printer.print("done");
  }
}
