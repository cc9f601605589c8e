/**
 * The house rules as tests, over every module of the checkout: who may import whom, what the code
 * must not do, how its text is laid out, and how its launcher behaves. Each rule is also run
 * against code in {@code dev.lanewise.rules.bad} that breaks it.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.rules;
