/* main.c - arguments in, exit code out. */
#include <stdio.h>

int main(void)
{
    puts("tracetop 0.1.0");
    return 0;
}
