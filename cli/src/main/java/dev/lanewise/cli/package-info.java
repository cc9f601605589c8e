/**
 * The command line: parses arguments, calls the other modules, prints. Results go to stdout,
 * progress and errors to stderr. No arithmetic happens here, and nobody imports this package.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.cli;
