/**
 * For a process that starts many others. Linux copies the page tables of a process for each one that it starts; a renderer
 * with its fonts in memory pays 5 ms for each of a job's eight. In pages of 2 MB, which glibc asks for where the kernel
 * gives them to those who ask, there is next to nothing to copy. To be set before the process starts; where there is
 * another C library it means nothing. The renderer's Dockerfile says the same.
 */
export const HUGE_PAGES = { GLIBC_TUNABLES: "glibc.malloc.hugetlb=1" };
