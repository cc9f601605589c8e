/** Code that breaks the house rules, for the tests that show that the rules can fail. */
@org.jspecify.annotations.NullMarked
package dev.lanewise.rules.bad;
