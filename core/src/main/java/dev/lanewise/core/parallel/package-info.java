/**
 * Workers that run the items of a job, and sums whose order does not depend on them. Which worker
 * runs an item is open; what an item computes must not depend on it.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.core.parallel;
