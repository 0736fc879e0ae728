# Targets: all (build/xuan), install, uninstall (PREFIX, DESTDIR), deps, deps-test, deps-bench, demo, test, bench, bless, fuzz, clean.
# MODE=san and MODE=tsan build with sanitizers.
MODE ?= release
MAKEFLAGS += --no-builtin-rules
.DELETE_ON_ERROR:
.SECONDARY:

OUT := build/$(MODE)
GEN := build/gen
ifeq ($(origin CC),default)
CC := gcc
endif
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wstrict-prototypes -Wmissing-prototypes \
	-Wold-style-definition -Wundef -Wcast-qual -Wwrite-strings -Wvla -Wformat=2 -Wimplicit-fallthrough -Wswitch-enum \
	-Wdouble-promotion -Wredundant-decls
CPPFLAGS := -I. -I$(GEN) -D_POSIX_C_SOURCE=200809L
ifeq ($(MODE),san)
CFLAGS := -std=c17 -g -O1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all $(WARNINGS) -Werror
else ifeq ($(MODE),tsan)
CFLAGS := -std=c17 -g -O1 -fsanitize=thread $(WARNINGS) -Werror
else ifeq ($(MODE),clang)
CFLAGS := -std=c17 -O1 $(WARNINGS) -Werror
else
CFLAGS := -std=c17 -g -O2 $(WARNINGS)
endif
LDLIBS := -lgmp -lutf8proc -lcjson -lsodium -lxlsxwriter -lzip -lexpat -lpthread

LANG_SOURCES := $(wildcard lang/*.c)
RUNTIME_SOURCES := $(filter-out runtime/main.c,$(wildcard runtime/*.c))
GENERATED := $(GEN)/lang/gram.c $(GEN)/lang/scan.c
OBJECTS := $(patsubst %.c,$(OUT)/%.o,$(LANG_SOURCES) $(RUNTIME_SOURCES)) $(OUT)/lang/gram.o $(OUT)/lang/scan.o
TESTS := $(patsubst tests/%.c,$(OUT)/tests/%,$(filter-out $(wildcard tests/fuzz*.c),$(wildcard tests/*.c)))

Q := $(if $(V),,@)

LESSONS := lang/lessons/common.md $(filter-out lang/lessons/common.md,$(sort $(wildcard lang/lessons/*.md)))
OBJECTS += $(OUT)/lang/lessons_text.o

.PHONY: all install uninstall deps deps-test deps-bench demo test bench bless fuzz clean tests objects
all: build/xuan

# The program for use is the release build.
build/xuan: build/release/xuan
	$(Q)cp $< $@
ifneq ($(MODE),release)
build/release/xuan: FORCE
	$(Q)$(MAKE) --no-print-directory MODE=release build/release/xuan
FORCE:
endif

$(OUT)/xuan: $(OBJECTS) $(OUT)/runtime/main.o
	$(Q)$(CC) $(CFLAGS) -o $@ $^ $(LDLIBS)

$(GEN)/lang/gram.c $(GEN)/lang/gram.h &: lang/gram.y
	$(Q)mkdir -p $(@D)
	$(Q)bison -Wall -Werror -Wcounterexamples -o $(GEN)/lang/gram.c --header=$(GEN)/lang/gram.h $<
$(GEN)/lang/scan.c $(GEN)/lang/scan.h &: lang/scan.l
	$(Q)mkdir -p $(@D)
	$(Q)flex -o $(GEN)/lang/scan.c --header-file=$(GEN)/lang/scan.h $<

# The text of the lessons, byte for byte, as part of the program.
$(GEN)/lang/lessons_text.c: $(LESSONS) lang/lessons Makefile
	$(Q)mkdir -p $(@D)
	$(Q){ echo '#include <stddef.h>'; echo 'const unsigned char lessons_text[] = {'; \
	cat $(LESSONS) | LC_ALL=C od -An -v -tu1 | sed 's/ *\([0-9][0-9]*\)/\1,/g'; \
	echo '0};'; echo 'const size_t lessons_length = sizeof lessons_text - 1;'; } >$@

$(OUT)/%.o: %.c | $(GENERATED)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
$(OUT)/lang/%.o: $(GEN)/lang/%.c | $(GENERATED)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
$(OUT)/tests/%: $(OUT)/tests/%.o $(OBJECTS)
	$(Q)$(CC) $(CFLAGS) -o $@ $^ $(LDLIBS)

tests: $(TESTS) $(OUT)/xuan
objects: $(OBJECTS) $(OUT)/runtime/main.o

deps:
	apt-get update
	apt-get install -y --no-install-recommends gcc libc6-dev make flex bison libcjson-dev libgmp-dev libutf8proc-dev libsodium-dev \
		libxlsxwriter-dev libzip-dev libexpat1-dev

deps-test:
	apt-get update
	apt-get install -y --no-install-recommends clang libclang-rt-14-dev python3 python3-scipy chromium fonts-noto-cjk zsh mandoc patch valgrind poppler-utils \
		python3-openpyxl libreoffice-calc-nogui libreoffice-writer-nogui
	command -v npm >/dev/null || apt-get install -y --no-install-recommends nodejs npm
	mkdir -p build/npm
	npm install --prefix build/npm --no-save --no-package-lock --no-audit --no-fund --ignore-scripts playwright-core@1.65.1 axe-core@4.14.1 ajv@8.20.0

# What `make bench` runs beside us; it skips what is not there.
deps-bench:
	apt-get update
	apt-get install -y --no-install-recommends python3 python3-pandas postgresql
	command -v npm >/dev/null || apt-get install -y --no-install-recommends nodejs npm
	mkdir -p build/npm
	npm install --prefix build/npm --no-save --no-package-lock --no-audit --no-fund --ignore-scripts @duckdb/node-api@1.5.6-r.1

# DESTDIR: the folder that stands for / while a package is made.
PREFIX ?= /usr/local
SHARE := $(DESTDIR)$(PREFIX)/share
build/xuan.1: build/xuan
	$(Q)build/xuan man --lang en -o $@
build/xuan.zh.1: build/xuan
	$(Q)build/xuan man --lang zh -o $@
build/completion.%: build/xuan
	$(Q)build/xuan completion $* -o $@

install: all build/xuan.1 build/xuan.zh.1 build/completion.bash build/completion.zsh
	install -D -m 755 build/xuan $(DESTDIR)$(PREFIX)/bin/xuan
	install -D -m 644 build/xuan.1 $(SHARE)/man/man1/xuan.1
	install -D -m 644 build/xuan.zh.1 $(SHARE)/man/zh_CN/man1/xuan.1
	install -D -m 644 build/completion.bash $(SHARE)/bash-completion/completions/xuan
	install -D -m 644 build/completion.zsh $(SHARE)/zsh/site-functions/_xuan
	install -D -m 644 -t $(SHARE)/doc/xuan README.md lang/REFERENCE.md
	find rules -name '*.xuan' -exec sh -c 'for rule; do install -D -m 644 "$$rule" "$$0/$$rule" || exit 1; done' $(SHARE)/xuan {} +

uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/xuan $(SHARE)/man/man1/xuan.1 $(SHARE)/man/zh_CN/man1/xuan.1 \
		$(SHARE)/bash-completion/completions/xuan $(SHARE)/zsh/site-functions/_xuan
	rm -rf $(SHARE)/doc/xuan $(SHARE)/xuan

demo: all
	build/xuan run rules/湖南省/耒阳市.xuan examples/leiyang/pool.json

test: all
	$(Q)$(MAKE) --no-print-directory MODE=san tests
	$(Q)$(MAKE) --no-print-directory MODE=tsan build/tsan/tests/unit_direct build/tsan/xuan
	$(Q)$(MAKE) --no-print-directory MODE=clang CC=clang objects
	$(Q)tests/run.sh

# Seconds, memory and wrong decisions beside the peers (tests/bench/README.md); BENCH_SIZES, BENCH_RUNS, BENCH_ONLY.
bench: all
	$(Q)python3 tests/bench/bench.py

# Rewrites the goldens from what the program prints now; read the difference before it is committed.
bless: all
	$(Q)BLESS=1 tests/golden.sh build/release/xuan

# FUZZ_SECONDS of libFuzzer, starting from the kept corpus: over parse, check and run; with FUZZ=csv or FUZZ=xlsx over that reader;
# with FUZZ=reader the direct reader and the reference on the same bytes, where a difference is a crash.
FUZZ_SECONDS ?= 600
FUZZ ?=
FUZZER := fuzz$(addprefix _,$(FUZZ))
fuzz:
	$(Q)$(MAKE) --no-print-directory MODE=fuzz CC=clang build/fuzz/$(FUZZER)
	$(Q)mkdir -p build/fuzz/corpus$(addprefix _,$(FUZZ))
	build/fuzz/$(FUZZER) -max_total_time=$(FUZZ_SECONDS) -timeout=20 -rss_limit_mb=4096 -artifact_prefix=build/fuzz/ $(patsubst %,-dict=%,$(wildcard tests/$(FUZZER).dict)) \
		build/fuzz/corpus$(addprefix _,$(FUZZ)) tests/corpus$(addprefix _,$(FUZZ))

ifeq ($(MODE),fuzz)
CFLAGS := -std=c17 -g -O1 -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
build/fuzz/$(FUZZER): $(OBJECTS) $(OUT)/tests/$(FUZZER).o
	$(Q)$(CC) -g -fsanitize=fuzzer,address,undefined -o $@ $^ $(LDLIBS)
endif

clean:
	rm -rf build

-include $(shell find $(OUT) -name '*.d' 2>/dev/null)
