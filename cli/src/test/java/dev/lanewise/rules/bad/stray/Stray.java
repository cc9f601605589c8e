package dev.lanewise.rules.bad.stray;

/** Lives in a package that no table knows. */
record Stray() {}
