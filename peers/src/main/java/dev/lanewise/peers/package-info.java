/**
 * The comparison's command: starts a process for each engine, setting and number of threads, lets
 * one of them work at a time in turn, and writes the figures and the table. Not part of an ordinary
 * build.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.peers;
