/** Changes files at random and watches what the parsers make of them. */
@org.jspecify.annotations.NullMarked
package dev.lanewise.proof.fuzz;
