/** Long proofs: hours of fuzzing, a thousand kills, every preset; and their short forms. */
@org.jspecify.annotations.NullMarked
package dev.lanewise.proof;
