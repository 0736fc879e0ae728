/* gram.y - the grammar, and the node that each rule makes.  LALR(1), no conflict.
 * A clause's span ends before its trailing words; a block's span is its head. */
%require "3.8"
%define api.pure full
%define api.prefix {gram_}
%define api.token.prefix {T_}
%define api.value.type union
%define api.location.type {Span}
%define parse.error custom
%define parse.lac full
%locations
%expect 0
%param { Parser *p }

%code requires {
#include "lang/parser.h"
}

%code {
#define YYSTACK_USE_ALLOCA 0
#define YYMAXDEPTH 10000
/* An empty rule stands where the text before it ends. */
#define YYLLOC_DEFAULT(current, rhs, n) \
    ((current) = (n) ? span_join(YYRHSLOC(rhs, 1), YYRHSLOC(rhs, n)) \
                     : (Span){YYRHSLOC(rhs, 0).end, YYRHSLOC(rhs, 0).end})
#define NONE S("")

static int gram_lex(GRAM_STYPE *value, Span *span, Parser *p);
static void gram_error(const Span *span, Parser *p, const char *message);
}

/* Tokens without a word of their own. */
%token NL
%token <Token *> NAME STRING TITLE NUM PCT FRAC RATIO DATE UNIT
%token <Token *> CELL                           /* of a table in a test: all between two commas */
%token DOTS SKIPPED
%token UPTO                                     /* 至多 of 递补 … 至多 2 次, which compares nothing */
/* Words that are names where a name can stand. */
%token <Token *>
    PROCEDURE REGION SOURCE FORCE TO PARAM SCALE ENTRY OPENLIST TABLE STAGE FULL
    REQUIRE VETO VALID OPEN EXCLUDE SCORE RANK ADVANCE ELECT CHOOSE AVOID VOTE CHECK MARK EXPLAIN PROBATION DECIDE
    CAPACITY BEFORE DENSE PERBALLOT ALLIN NONEIN COMPARE LOTS PENDING CANCEL REDUCE PROCEED DROP VOIDED
    BALLOT SURVEY PANEL SEVERAL OPTIONAL DATETYPE TEXTTYPE YESNO REMAINDER SEATS LATER_NAME
    TEST DATA CHANGE EXPECT AT NTH BECAUSE FAULT NOBODY CHOSEN RESERVE LISTED WITHDRAWN UNSETTLED STILLIN
/* Reserved words. */
%token <Token *> POST CAND
%token BY EVERYONE OWN WHEN MAPS SINCE FIRST FROM WHO
%token SAY CITE ASSUME DOUBT OTHER TIES SUBST ELSE DESC ASC PREFER
%token UPWARD DOWNWARD HALFUP HALFEVEN
%token AND OR NOT IF THEN WHOEVER MUST IS ISNOT IN NOTIN GT GE LT LE ATLEAST ATMOST OF
%token ANY EVERY HAS MISSING AS WITHOUT EACH CAP FLOOR KEEP RESCALE WEIGHTED
%token SUM MEAN HIGHEST LOWEST NUMBER UP DOWN YES NO SELF

/* Weakest first. */
%precedence ANYONE                              /* after a ballot's type 由 says who votes, not who decides */
%precedence WHO
%precedence CHOICE                              /* 若 … 则 … 否则 …, 凡 … 须 … */
%left OR
%left AND
%precedence NOT
%nonassoc IS ISNOT IN NOTIN GT '>' GE LT LE ATLEAST ATMOST
%precedence KEEP CAP FLOOR UPWARD DOWNWARD HALFUP HALFEVEN /* act on the whole sum to their left */
%left '+' '-'
%left '*' '/'
%precedence SIGN
%left OF                                        /* 应到 的 2/3 */
%precedence RESCALE MISSING

%type <List *> steps sets path data matches ids lines cells
%type <Node *> step set datum single contest match status at said sheet line cell
%type <Token *> sheet_word
%type <List *> procedures decls words places fields kinds grades heads clauses trailer_list keys exprs args mods rows dates limits
%type <Node *> procedure title decl until noun openlist value fixed word place cited field key presence type range bound units per_ballot voters
%type <Node *> ladder head clause base who nouns how_many rounding mode rank_key dense elected capacity limit
%type <Node *> trailers trailer tie settle action
%type <Node *> expr unary postfix primary number arg mod row pattern
%type <Token *> name soft soft_but_heads soft_but_types grade

%%
file:
    procedures { p->file = PACK(FILE, @$, NONE, $1); }
;
procedures:
    %empty                   { $$ = list_new(p); }
  | procedures procedure NL  { $$ = list_add(p, $1, $2); }
  | procedures error NL      { $$ = list_add(p, $1, LEAF(ERROR, @2, NONE)); yyerrok; }
;
procedure:
    PROCEDURE name title '{' decls '}'  { $$ = MAKE(PROCEDURE, span_join(@1, @3), token_name(p, $2), $3, PACK(LIST, @5, NONE, $5)); }
  | PROCEDURE error '{' decls '}'       { $$ = MAKE(PROCEDURE, span_join(@1, @2), NONE, NULL, PACK(LIST, @4, NONE, $4)); yyerrok; }
  | SKIPPED                             { $$ = LEAF(ERROR, @1, NONE); }
;
title:
    %empty  { $$ = NULL; }
  | STRING  { $$ = make_quoted(p, NODE_TEXT, $1); }
;

/* ---- declarations ---- */
decls:
    %empty          { $$ = list_new(p); }
  | decls decl NL   { $$ = list_add(p, $1, $2); }
  | decls error NL  { $$ = list_add(p, $1, LEAF(ERROR, @2, NONE)); yyerrok; }
;
decl:
    REGION words trailers            { $$ = MAKE(REGION, span_join(@1, @2), NONE, PACK(LIST, @2, NONE, $2), $3); }
  | SOURCE words trailers            { $$ = MAKE(SOURCE, span_join(@1, @2), NONE, PACK(LIST, @2, NONE, $2), $3); }
  | FORCE DATE until trailers        { $$ = MAKE(FORCE, span_join(@1, @3), NONE, make_date(p, $2), $3, $4); }
  | PARAM name '=' value trailers    { $$ = MAKE(PARAM, span_join(@1, @4), token_name(p, $2), $4, $5); }
  | SCALE name '=' ladder trailers   { $$ = MAKE(SCALE, span_join(@1, @4), token_name(p, $2), $4, $5); }
  | POST noun '{' fields '}'         { $$ = MAKE(POST, span_join(@1, @2), NONE, $2, PACK(LIST, @4, NONE, $4)); }
  | POST error '{' fields '}'        { $$ = MAKE(POST, span_join(@1, @2), NONE, NULL, PACK(LIST, @4, NONE, $4)); yyerrok; }
  | CAND noun '{' fields '}'         { $$ = MAKE(CANDIDATE, span_join(@1, @2), NONE, $2, PACK(LIST, @4, NONE, $4)); }
  | CAND error '{' fields '}'        { $$ = MAKE(CANDIDATE, span_join(@1, @2), NONE, NULL, PACK(LIST, @4, NONE, $4)); yyerrok; }
  | ENTRY openlist '{' fields '}'    { $$ = MAKE(ENTRY, span_join(@1, @2), NONE, $2, PACK(LIST, @4, NONE, $4)); }
  | ENTRY error '{' fields '}'       { $$ = MAKE(ENTRY, span_join(@1, @2), NONE, NULL, PACK(LIST, @4, NONE, $4)); yyerrok; }
  | TABLE name '{' fields '}'        { $$ = MAKE(TABLE, span_join(@1, @2), token_name(p, $2), PACK(LIST, @4, NONE, $4)); }
  | TABLE error '{' fields '}'       { $$ = MAKE(TABLE, span_join(@1, @2), NONE, PACK(LIST, @4, NONE, $4)); yyerrok; }
  | STAGE name heads '{' clauses '}' { $$ = MAKE(STAGE, span_join(@1, @3), token_name(p, $2), PACK(LIST, @3, NONE, $3), PACK(LIST, @5, NONE, $5)); }
  | STAGE error '{' clauses '}'      { $$ = MAKE(STAGE, span_join(@1, @2), NONE, PACK(LIST, @2, NONE, list_new(p)), PACK(LIST, @4, NONE, $4)); yyerrok; }
  | CITE cited trailers              { $$ = MAKE(CITE, span_join(@1, @2), NONE, $2, $3); }
  | TEST STRING '{' steps '}'        { $$ = MAKE(TEST, span_join(@1, @2), token_text(p, $2), PACK(LIST, @4, NONE, $4)); }
  | TEST error '{' steps '}'         { $$ = MAKE(TEST, span_join(@1, @2), NONE, PACK(LIST, @4, NONE, $4)); yyerrok; }
  | SKIPPED                          { $$ = LEAF(ERROR, @1, NONE); }
;
until:
    %empty   { $$ = NULL; }
  | TO DATE  { $$ = make_date(p, $2); }
;
noun:
    %empty  { $$ = NULL; }
  | STRING  { $$ = make_quoted(p, NODE_TEXT, $1); }
;
openlist:
    %empty    { $$ = NULL; }
  | OPENLIST  { $$ = LEAF(OPENLIST, @1, NONE); }
;
value:
    fixed
  | dates  { $$ = PACK(DATED, @$, NONE, $1); }
;
dates:
    SINCE DATE fixed            { $$ = list_add(p, list_new(p), MAKE(SINCE, @$, NONE, make_date(p, $2), $3)); }
  | dates ',' SINCE DATE fixed  { $$ = list_add(p, $1, MAKE(SINCE, span_join(@3, @5), NONE, make_date(p, $4), $5)); }
;
fixed:
    expr
  | MAPS '(' rows ')'  { $$ = PACK(ROWS, @$, NONE, $3); }
;
cited:
    places  { $$ = PACK(LIST, @1, NONE, $1); }
;
places:
    place             { $$ = list_add(p, list_new(p), $1); }
  | places ',' place  { $$ = list_add(p, $1, $3); }
;
place:
    words  { $$ = PACK(LIST, @1, NONE, $1); }
;
words:
    word        { $$ = list_add(p, list_new(p), $1); }
  | words word  { $$ = list_add_word(p, $1, $2); }
;
word:
    NAME            { $$ = make_word(p, NODE_WORD, $1); }
  | soft_but_heads  { $$ = make_word(p, NODE_WORD, $1); }
  | NUM             { $$ = make_word(p, NODE_WORD, $1); }
  | UNIT            { $$ = make_word(p, NODE_WORD, $1); }
  | STRING          { $$ = make_quoted(p, NODE_TEXT, $1); }
  | TITLE           { $$ = make_quoted(p, NODE_TITLE, $1); }
  | DATE            { $$ = make_date(p, $1); }
  | '(' places ')'  { $$ = PACK(WORD, @$, NONE, $2); }
;

/* ---- fields and types ---- */
fields:
    %empty           { $$ = list_new(p); }
  | fields field NL  { $$ = list_add(p, $1, $2); }
  | fields error NL  { $$ = list_add(p, $1, LEAF(ERROR, @2, NONE)); yyerrok; }
;
field:
    name key ':' type presence trailers  { $$ = MAKE(FIELD, span_join(@1, @5), token_name(p, $1), $2, $4, $5, $6); }
  | name '=' expr trailers               { $$ = MAKE(FIGURE, span_join(@1, @3), token_name(p, $1), $3, $4); }
  | CITE cited trailers                  { $$ = MAKE(CITE, span_join(@1, @2), NONE, $2, $3); }
  | SKIPPED                              { $$ = LEAF(ERROR, @1, NONE); }
;
key:
    %empty  { $$ = NULL; }
  | STRING  { $$ = make_quoted(p, NODE_TEXT, $1); }
;
presence:
    %empty     { $$ = NULL; }
  | OPTIONAL   { $$ = LEAF(OPTIONAL, @1, NONE); }
  | WHEN expr  { $$ = MAKE(ONLY_WHEN, @$, NONE, $2); }
;
type:
    range
  | BALLOT BY base per_ballot voters  { $$ = MAKE(T_BALLOT, @$, $3->text, $4, $5); }
  | SURVEY '(' ladder ')'           { $$ = MAKE(T_SURVEY, @$, NONE, NULL, $3); }
  | SURVEY NUM UNIT '(' ladder ')'  { $$ = MAKE(T_SURVEY, @$, NONE, make_number(p, $2, NULL), $5); }
  | PANEL NUM UNIT range            { $$ = make_panel(p, @$, make_number(p, $2, NULL), $4); }
  | SEVERAL type                    { $$ = MAKE(T_SEVERAL, @$, NONE, $2); }
  | NUM UNIT type                   { $$ = MAKE(T_ITEMS, @$, NONE, make_number(p, $1, NULL), $3); }
  | NUM UNIT '(' ladder ')'         { $$ = MAKE(T_ITEMS, @$, NONE, make_number(p, $1, NULL), $4); }
  | ladder
  | POST                            { $$ = LEAF(T_POST, @1, NONE); }
  | CAND                            { $$ = LEAF(T_PERSON, @1, NONE); }
  | DATETYPE                        { $$ = LEAF(T_DATE, @1, NONE); }
  | TEXTTYPE                        { $$ = LEAF(T_TEXT, @1, NONE); }
  | YESNO                           { $$ = LEAF(T_YESNO, @1, NONE); }
;
per_ballot:
    %empty                     { $$ = NULL; }
  | PERBALLOT ATMOST NUM UNIT  { $$ = make_number(p, $3, NULL); want_unit(p, $4, S("名")); }
;
voters:
    %empty      { $$ = NULL; } %prec ANYONE
  | WHO name    { $$ = make_name(p, $2); }
  | WHO STRING  { $$ = make_quoted(p, NODE_TEXT, $2); }
;
base:
    NAME   { $$ = make_name(p, $1); }
  | VALID  { $$ = LEAF(NAME, @1, word_name($1->word)); }
;
bound:
    NUM      { $$ = make_number(p, $1, NULL); }
  | '-' NUM  { $$ = make_negative(p, @$, $2); }
;

range:
    bound DOTS bound units  { $$ = MAKE(T_RANGE, @$, $4 ? $4->text : NONE, $1, $3); }
  | bound DOTS units        { $$ = MAKE(T_RANGE, @$, $3 ? $3->text : NONE, $1, NULL); }
  | DOTS bound units        { $$ = MAKE(T_RANGE, @$, $3 ? $3->text : NONE, NULL, $2); }
;
units:
    %empty  { $$ = NULL; }
  | UNIT    { $$ = LEAF(UNIT, @1, token_name(p, $1)); }
;
ladder:
    grade   { $$ = MAKE(LADDER, @1, NONE, make_name(p, $1)); }
  | kinds   { $$ = PACK(LADDER, @1, S("|"), $1); }
  | grades  { $$ = PACK(LADDER, @1, S(">"), $1); }
;
kinds:
    grade '|' grade  { $$ = list_add(p, list_add(p, list_new(p), make_name(p, $1)), make_name(p, $3)); }
  | kinds '|' grade  { $$ = list_add(p, $1, make_name(p, $3)); }
;
grades:
    grade '>' grade   { $$ = list_add(p, list_add(p, list_new(p), make_name(p, $1)), make_name(p, $3)); }
  | grades '>' grade  { $$ = list_add(p, $1, make_name(p, $3)); }
;
grade: /* a word that begins a type cannot be a grade unless it is quoted */
    NAME
  | soft_but_types  { $$ = plain($1); }
;

/* ---- stages ---- */
heads:
    %empty      { $$ = list_new(p); }
  | heads head  { $$ = list_add(p, $1, $2); }
;
head:
    FULL NUM UNIT  { $$ = MAKE(FULL, @$, token_name(p, $3), make_number(p, $2, NULL)); }
  | SEATS expr     { $$ = MAKE(SEATS, @$, NONE, $2); }
  | BY exprs       { $$ = PACK(BY, @$, NONE, $2); }
  | EVERYONE       { $$ = LEAF(EVERYONE, @1, NONE); }
  | WHEN expr      { $$ = MAKE(WHEN, @$, NONE, $2); }
  | trailer
;
clauses:
    %empty             { $$ = list_new(p); }
  | clauses clause NL  { $$ = list_add(p, $1, $2); }
  | clauses error NL   { $$ = list_add(p, $1, LEAF(ERROR, @2, NONE)); yyerrok; }
;
clause:
    REQUIRE expr trailers           { $$ = MAKE(REQUIRE, span_join(@1, @2), NONE, $2, $3); }
  | VETO expr trailers              { $$ = MAKE(VETO, span_join(@1, @2), NONE, $2, $3); }
  | VALID expr trailers             { $$ = MAKE(VALID, span_join(@1, @2), NONE, $2, $3); }
  | OPEN expr trailers              { $$ = MAKE(OPEN, span_join(@1, @2), NONE, $2, $3); }
  | OPEN nouns RATIO trailers       { $$ = MAKE(OPEN, span_join(@1, @3), NONE, make_ratio(p, $3, $2, span_join(@2, @3)), $4); }
  | EXCLUDE POST expr trailers      { $$ = MAKE(EXCLUDE, span_join(@1, @3), NONE, $3, $4); }
  | SCORE expr trailers             { $$ = MAKE(SCORE, span_join(@1, @2), NONE, $2, $3); }
  | name '=' expr trailers          { $$ = MAKE(FIGURE, span_join(@1, @3), token_name(p, $1), $3, $4); }
  | RANK keys dense trailers        { $$ = MAKE(RANK, span_join(@1, @3), NONE, PACK(LIST, @2, NONE, $2), $3, $4); }
  | ADVANCE how_many who trailers   { $$ = MAKE(ADVANCE, span_join(@1, @3), NONE, $2, $3, $4); }
  | ELECT elected trailers          { $$ = MAKE(ELECT, span_join(@1, @2), NONE, $2, $3); }
  | CHOOSE name FROM postfix BY postfix capacity trailers[t]
                                    { $$ = MAKE(CHOOSE, span_join(@1, @7), token_name(p, $2), $4, $6, $7, $t); }
  | AVOID expr trailers             { $$ = MAKE(AVOID, span_join(@1, @2), NONE, $2, $3); }
  | VOTE name BY base per_ballot optional who trailers[t]
                                    { $$ = MAKE(VOTE, span_join(@1, @7), token_name(p, $2), $4, $5, $6, $7, $t); }
  | CHECK expr trailers             { $$ = MAKE(CHECK, span_join(@1, @2), NONE, $2, $3); }
  | MARK name WHEN expr trailers    { $$ = MAKE(MARK, span_join(@1, @4), token_name(p, $2), $4, $5); }
  | EXPLAIN WHEN expr trailers      { $$ = MAKE(EXPLAIN, span_join(@1, @3), NONE, $3, $4); }
  | PROBATION NUM UNIT trailers     { $$ = MAKE(PROBATION, span_join(@1, @3), token_name(p, $3), make_number(p, $2, NULL), $4); }
  | DECIDE name key ':' type optional who trailers[t]
                                    { $$ = MAKE(DECISION, span_join(@1, @7), token_name(p, $2), $3, $5, $6, $7, $t); }
  | CITE cited trailers             { $$ = MAKE(CITE, span_join(@1, @2), NONE, $2, $3); }
  | SKIPPED                         { $$ = LEAF(ERROR, @1, NONE); }
;
%type <Node *> optional;
optional:
    %empty    { $$ = NULL; }
  | OPTIONAL  { $$ = LEAF(OPTIONAL, @1, NONE); }
;
who:
    %empty     { $$ = NULL; }
  | WHO words  { $$ = PACK(LIST, @2, NONE, $2); }
;
how_many:
    nouns RATIO           { $$ = make_ratio(p, $2, $1, @$); }
  | nouns RATIO rounding  { $$ = MAKE(ROUND, @$, NONE, make_ratio(p, $2, $1, span_join(@1, @2)), NULL, $3); }
  | expr
  | expr TO expr          { $$ = MAKE(BETWEEN, @$, NONE, $1, $3); }
  | FIRST expr            { $$ = $2; }
  | ATMOST expr           { $$ = $2; }
;
nouns:
    SEATS ':' CAND  { $$ = LEAF(NAME, @$, S("seats:people")); }
  | POST ':' CAND   { $$ = LEAF(NAME, @$, S("seats:people")); }
  | CAND ':' SEATS  { $$ = LEAF(NAME, @$, S("people:seats")); }
  | CAND ':' POST   { $$ = LEAF(NAME, @$, S("people:seats")); }
;
rounding:
    UPWARD    { $$ = LEAF(ROUNDING, @1, S("up")); }
  | DOWNWARD  { $$ = LEAF(ROUNDING, @1, S("down")); }
  | HALFUP    { $$ = LEAF(ROUNDING, @1, S("half_up")); }
  | HALFEVEN  { $$ = LEAF(ROUNDING, @1, S("half_even")); }
;
keys:
    rank_key           { $$ = list_add(p, list_new(p), $1); }
  | keys ',' rank_key  { $$ = list_add(p, $1, $3); }
;
dense:
    %empty  { $$ = NULL; }
  | DENSE   { $$ = LEAF(DENSE, @1, NONE); }
;
elected:
    %empty  { $$ = NULL; }
  | expr
;
capacity:
    %empty         { $$ = NULL; }
  | CAPACITY expr  { $$ = $2; }
;
rank_key:
    expr DESC    { $$ = MAKE(KEY, @$, S("desc"), $1); }
  | expr ASC     { $$ = MAKE(KEY, @$, S("asc"), $1); }
  | expr PREFER  { $$ = MAKE(KEY, @$, S("prefer"), $1); }
;

/* ---- tests ---- */
steps:
    %empty          { $$ = list_new(p); }
  | steps step NL   { $$ = list_add(p, $1, $2); }
  | steps error NL  { $$ = list_add(p, $1, LEAF(ERROR, @2, NONE)); yyerrok; }
;
step:
    DATA STRING                       { $$ = MAKE(DATA, @$, NONE, make_quoted(p, NODE_TEXT, $2), NULL); }
  | DATA STRING ',' STRING            { $$ = MAKE(DATA, @$, NONE, make_quoted(p, NODE_TEXT, $2), make_quoted(p, NODE_TEXT, $4)); }
  | CHANGE STRING sets                { $$ = MAKE(CHANGE, @$, NONE, make_person(p, $2, NULL, NULL), PACK(LIST, @3, NONE, $3)); }
  | CHANGE STRING name STRING sets    { $$ = MAKE(CHANGE, @$, NONE, make_person(p, $2, $3, $4), PACK(LIST, @5, NONE, $5)); }
  | CHANGE STRING POST STRING sets    { $$ = MAKE(CHANGE, @$, NONE, make_person(p, $2, $3, $4), PACK(LIST, @5, NONE, $5)); }
  | CHANGE POST STRING sets           { $$ = MAKE(CHANGE, @$, NONE, make_quoted(p, NODE_OF_POST, $3), PACK(LIST, @4, NONE, $4)); }
  | CHANGE STAGE name contest sets    { $$ = MAKE(CHANGE, @$, NONE, MAKE(OF_STAGE, @3, token_name(p, $3), $4, NULL), PACK(LIST, @5, NONE, $5)); }
  | CHANGE STAGE name contest STRING sets[s]
        { $$ = MAKE(CHANGE, @$, NONE, MAKE(OF_STAGE, @3, token_name(p, $3), $4, make_quoted(p, NODE_TEXT, $5)), PACK(LIST, @s, NONE, $s)); }
  | CHANGE STAGE name contest STRING IS datum[v]
        { $$ = MAKE(CHANGE, @$, NONE, MAKE(OF_STAGE, @3, token_name(p, $3), $4, make_quoted(p, NODE_TEXT, $5)), MAKE(LIST, @v, NONE, MAKE(SET, span_join(@5, @v), NONE, LEAF(LIST, @5, NONE), $v))); }
  | CHANGE DATETYPE IS datum          { $$ = MAKE(CHANGE, @$, NONE, LEAF(OF_POOL, @2, S("date")), MAKE(LIST, @$, NONE, MAKE(SET, @$, NONE, MAKE(LIST, @2, NONE, LEAF(NAME, @2, word_name($2->word))), $4))); }
  | CHANGE LOTS IS datum              { $$ = MAKE(CHANGE, @$, NONE, LEAF(OF_POOL, @2, S("seed")), MAKE(LIST, @$, NONE, MAKE(SET, @$, NONE, MAKE(LIST, @2, NONE, LEAF(NAME, @2, word_name($2->word))), $4))); }
  | CHANGE STRING WITHDRAWN AT name   { $$ = MAKE(GONE, @$, NONE, make_person(p, $2, NULL, NULL), make_name(p, $5)); }
  | CHANGE STRING name STRING WITHDRAWN AT name[s]  { $$ = MAKE(GONE, @$, NONE, make_person(p, $2, $3, $4), make_name(p, $s)); }
  | CHANGE STRING POST STRING WITHDRAWN AT name[s]  { $$ = MAKE(GONE, @$, NONE, make_person(p, $2, $3, $4), make_name(p, $s)); }
  | PARAM name IS datum               { $$ = MAKE(SETTING, @2, token_name(p, $2), $4); }
  | TO name                           { $$ = LEAF(UNTIL, @2, token_name(p, $2)); }
  | EXPECT STRING status at said                { $$ = MAKE(EXPECT, @$, S("status"), make_person(p, $2, NULL, NULL), $3, kid($4, 0), kid($4, 1), $5); }
  | EXPECT STRING name STRING status at said[t] { $$ = MAKE(EXPECT, @$, S("status"), make_person(p, $2, $3, $4), $5, kid($6, 0), kid($6, 1), $t); }
  | EXPECT STRING POST STRING status at said[t] { $$ = MAKE(EXPECT, @$, S("status"), make_person(p, $2, $3, $4), $5, kid($6, 0), kid($6, 1), $t); }
  | EXPECT STRING NAME NUM units at             { $$ = MAKE(EXPECT, @$, S("rank"), make_person(p, $2, NULL, NULL), make_name(p, $3), make_number(p, $4, NULL), kid($6, 0)); }
  | EXPECT STRING name STRING NAME NUM units at[t]
        { $$ = MAKE(EXPECT, @$, S("rank"), make_person(p, $2, $3, $4), make_name(p, $5), make_number(p, $6, NULL), kid($t, 0)); }
  | EXPECT STRING POST STRING NAME NUM units at[t]
        { $$ = MAKE(EXPECT, @$, S("rank"), make_person(p, $2, $3, $4), make_name(p, $5), make_number(p, $6, NULL), kid($t, 0)); }
  | EXPECT STRING name IS datum                 { $$ = MAKE(EXPECT, @$, S("value"), make_person(p, $2, NULL, NULL), make_name(p, $3), $5); }
  | EXPECT STRING POST IS datum                 { $$ = MAKE(EXPECT, @$, S("value"), make_person(p, $2, NULL, NULL), LEAF(THE_POST, @3, NONE), $5); }
  | EXPECT STRING name STRING name IS datum[t]  { $$ = MAKE(EXPECT, @$, S("value"), make_person(p, $2, $3, $4), make_name(p, $5), $t); }
  | EXPECT STRING POST STRING name IS datum[t]  { $$ = MAKE(EXPECT, @$, S("value"), make_person(p, $2, $3, $4), make_name(p, $5), $t); }
  | EXPECT status ids                           { $$ = MAKE(EXPECT, @$, S("list"), $2, PACK(LIST, @3, NONE, $3)); }
  | EXPECT NOBODY status                        { $$ = MAKE(EXPECT, @$, S("nobody"), $3); }
  | EXPECT VOIDED POST STRING at                { $$ = MAKE(EXPECT, @$, S("void"), MAKE(LIST, @3, NONE, MAKE(MATCH, span_join(@3, @4), S("职位"), make_quoted(p, NODE_TEXT, $4))), kid($5, 0)); }
  | EXPECT VOIDED '(' matches ')' at            { $$ = MAKE(EXPECT, @$, S("void"), PACK(LIST, @4, NONE, $4), kid($6, 0)); }
  | EXPECT VOIDED AT name                       { $$ = MAKE(EXPECT, @$, S("void"), LEAF(LIST, @2, NONE), make_name(p, $4)); }
  | EXPECT CHECK STRING at                      { $$ = MAKE(EXPECT, @$, S("check"), make_person(p, $3, NULL, NULL), NULL, kid($4, 0), kid($4, 1)); }
  | EXPECT CHECK '(' matches ')' at             { $$ = MAKE(EXPECT, @$, S("check"), NULL, PACK(LIST, @4, NONE, $4), kid($6, 0), kid($6, 1)); }
  | EXPECT CHECK POST STRING at                 { $$ = MAKE(EXPECT, @$, S("check"), NULL, MAKE(LIST, @3, NONE, MAKE(MATCH, span_join(@3, @4), S("职位"), make_quoted(p, NODE_TEXT, $4))), kid($5, 0), kid($5, 1)); }
  | EXPECT CHECK at                             { $$ = MAKE(EXPECT, @$, S("check"), NULL, NULL, kid($3, 0), kid($3, 1)); }
  | EXPECT NOBODY CHECK at                      { $$ = MAKE(EXPECT, @$, S("unchecked"), NULL, NULL, kid($4, 0), kid($4, 1)); }
  | EXPECT FAULT NAME                           { $$ = MAKE(EXPECT, @$, S("error"), make_name(p, $3)); }
  | sheet
  | SKIPPED                                     { $$ = LEAF(ERROR, @1, NONE); }
;
sets:
    set           { $$ = list_add(p, list_new(p), $1); }
  | sets ',' set  { $$ = list_add(p, $1, $3); }
;
set:
    path IS datum  { $$ = MAKE(SET, @$, NONE, PACK(LIST, @1, NONE, $1), $3); }
;
path:
    name           { $$ = list_add(p, list_new(p), make_name(p, $1)); }
  | path '.' name  { $$ = list_add(p, $1, make_name(p, $3)); }
  | path '.' NUM   { $$ = list_add(p, $1, make_number(p, $3, NULL)); }
;
datum:
    single
  | MISSING       { $$ = LEAF(TAKEN, @1, NONE); }
  | '(' data ')'     { $$ = PACK(LIST, @$, NONE, $2); }
  | '(' matches ')'  { $$ = PACK(PARTS, @$, NONE, $2); }
;
data:
    single           { $$ = list_add(p, list_new(p), $1); }
  | data ',' single  { $$ = list_add(p, $1, $3); }
;
single:
    number
  | '-' NUM        { $$ = make_negative(p, @$, $2); }
  | RATIO          { $$ = make_ratio(p, $1, NULL, @1); }
  | DATE           { $$ = make_date(p, $1); }
  | STRING         { $$ = make_quoted(p, NODE_TEXT, $1); }
  | YES            { $$ = LEAF(YES, @1, NONE); }
  | NO             { $$ = LEAF(NO, @1, NONE); }
  | name           { $$ = make_name(p, $1); }
;
contest:
    %empty           { $$ = LEAF(LIST, @$, NONE); }
  | '(' matches ')'  { $$ = PACK(LIST, @2, NONE, $2); }
;
matches:
    match              { $$ = list_add(p, list_new(p), $1); }
  | matches ',' match  { $$ = list_add(p, $1, $3); }
;
match:
    name single  { $$ = MAKE(MATCH, @$, token_name(p, $1), $2); }
  | POST single  { $$ = MAKE(MATCH, @$, S("职位"), $2); }
;
ids:
    STRING          { $$ = list_add(p, list_new(p), make_quoted(p, NODE_TEXT, $1)); }
  | ids ',' STRING  { $$ = list_add(p, $1, make_quoted(p, NODE_TEXT, $3)); }
;
status:
    CHOSEN     { $$ = LEAF(STATUS, @1, word_name($1->word)); }
  | RESERVE    { $$ = LEAF(STATUS, @1, word_name($1->word)); }
  | LISTED     { $$ = LEAF(STATUS, @1, word_name($1->word)); }
  | WITHDRAWN  { $$ = LEAF(STATUS, @1, word_name($1->word)); }
  | UNSETTLED  { $$ = LEAF(STATUS, @1, word_name($1->word)); }
  | STILLIN    { $$ = LEAF(STATUS, @1, word_name($1->word)); }
  | DROP       { $$ = LEAF(STATUS, @1, word_name($1->word)); }
  | VOIDED     { $$ = LEAF(STATUS, @1, word_name($1->word)); }
  | NAME       { $$ = LEAF(STATUS, @1, token_text(p, $1)); }
;
at: /* the stage, and which of its clauses */
    %empty           { $$ = LEAF(LIST, @$, NONE); }
  | AT name          { $$ = MAKE(LIST, @$, NONE, make_name(p, $2)); }
  | AT name NTH NUM  { $$ = MAKE(LIST, @$, NONE, make_name(p, $2), make_number(p, $4, NULL)); }
;
said:
    %empty          { $$ = NULL; }
  | BECAUSE STRING  { $$ = make_quoted(p, NODE_TEXT, $2); }
;
sheet:
    sheet_word '{' lines '}'  { $$ = make_sheet(p, span_join(@1, @2), $1, NULL, $3); }
  | TABLE name '{' lines '}'  { $$ = make_sheet(p, span_join(@1, @2), $1, $2, $4); }
  | STAGE name '{' lines '}'  { $$ = make_sheet(p, span_join(@1, @2), $1, $2, $4); }
;
sheet_word:
    POST | CAND | ENTRY | WITHDRAWN
;
lines:
    %empty         { $$ = list_new(p); }
  | lines line NL  { $$ = list_add(p, $1, $2); }
;
line:
    cells  { $$ = PACK(LINE, @1, NONE, $1); }
;
cells:
    cell            { $$ = list_add(p, list_new(p), $1); }
  | cells ',' cell  { $$ = list_add(p, $1, $3); }
;
cell:
    %empty  { $$ = NULL; }
  | CELL    { $$ = LEAF(CELL, @1, token_text(p, $1)); }
  | STRING  { $$ = make_quoted(p, NODE_TEXT, $1); }
;

/* ---- trailing words ---- */
trailers:
    trailer_list  { $$ = PACK(LIST, @1, NONE, $1); }
;
trailer_list:
    %empty                { $$ = list_new(p); }
  | trailer_list trailer  { $$ = list_add(p, $1, $2); }
  | trailer_list SUBST limits  { $$ = list_add(p, $1, PACK(SUBST, span_join(@2, @3), NONE, $3)); }
;
limits:
    %empty        { $$ = list_new(p); }
  | limits limit  { $$ = list_add(p, $1, $2); }
;
limit:
    WHEN expr      { $$ = MAKE(WHEN, @$, NONE, $2); }
  | UPTO NUM UNIT  { $$ = MAKE(TIMES, @$, NONE, make_number(p, $2, NULL)); want_unit(p, $3, S("次")); }
  | BEFORE name    { $$ = LEAF(BEFORE, @$, token_name(p, $2)); }
;
trailer:
    SAY STRING     { $$ = make_quoted(p, NODE_SAY, $2); }
  | CITE cited     { $$ = MAKE(TCITE, @$, NONE, $2); }
  | ASSUME STRING  { $$ = make_quoted(p, NODE_ASSUME, $2); }
  | DOUBT STRING   { $$ = make_quoted(p, NODE_DOUBT, $2); }
  | OTHER exprs    { $$ = PACK(READINGS, @$, NONE, $2); }
  | TIES tie       { $$ = $2; }
  | ELSE action    { $$ = $2; }
;
tie:
    settle
  | COMPARE keys             { $$ = PACK(TIES, @$, S("compare"), $2); }
  | COMPARE keys ',' settle  { $$ = PACK(TIES, @$, S("compare"), list_add(p, $2, $4)); }
  | COMPARE settle           { $$ = MAKE(TIES, @$, S("compare"), $2); }
;
settle:
    ALLIN    { $$ = LEAF(TIES, @1, S("all_in")); }
  | NONEIN   { $$ = LEAF(TIES, @1, S("none_in")); }
  | PENDING  { $$ = LEAF(TIES, @1, S("pending")); }
  | LOTS     { $$ = LEAF(TIES, @1, S("lots")); }
;
action:
    CANCEL       { $$ = LEAF(ELSE, @1, S("cancel")); }
  | REDUCE mode  { $$ = MAKE(ELSE, @$, S("reduce"), $2); }
  | PROCEED      { $$ = LEAF(ELSE, @1, S("proceed")); }
  | VOIDED       { $$ = LEAF(ELSE, @1, S("void")); }
  | PENDING      { $$ = LEAF(ELSE, @1, S("pending")); }
  | DROP STRING  { $$ = MAKE(ELSE, @$, S("drop"), make_quoted(p, NODE_TEXT, $2)); }
;
mode:
    %empty  { $$ = NULL; }
  | rounding
;

/* ---- expressions ---- */
exprs:
    expr            { $$ = list_add(p, list_new(p), $1); }
  | exprs ',' expr  { $$ = list_add(p, $1, $3); }
;
expr:
    expr OR expr       { $$ = make_logic(p, S("or"), $1, @1, $3, @3); }
  | expr AND expr      { $$ = make_logic(p, S("and"), $1, @1, $3, @3); }
  | NOT expr           { $$ = MAKE(UNARY, @$, S("not"), $2); }
  | expr IS expr       { $$ = MAKE(BINARY, @$, S("is"), $1, $3); }
  | expr ISNOT expr    { $$ = MAKE(BINARY, @$, S("is_not"), $1, $3); }
  | expr IN expr       { $$ = MAKE(BINARY, @$, S("in"), $1, $3); }
  | expr NOTIN expr    { $$ = MAKE(BINARY, @$, S("not_in"), $1, $3); }
  | expr GT expr       { $$ = MAKE(BINARY, @$, S(">"), $1, $3); }
  | expr '>' expr      { $$ = MAKE(BINARY, @$, S(">"), $1, $3); }
  | expr GE expr       { $$ = MAKE(BINARY, @$, S(">="), $1, $3); }
  | expr LT expr       { $$ = MAKE(BINARY, @$, S("<"), $1, $3); }
  | expr LE expr       { $$ = MAKE(BINARY, @$, S("<="), $1, $3); }
  | expr ATLEAST expr  { $$ = MAKE(BINARY, @$, S(">="), $1, $3); }
  | expr ATMOST expr   { $$ = MAKE(BINARY, @$, S("<="), $1, $3); }
  | expr '+' expr      { $$ = MAKE(BINARY, @$, S("+"), $1, $3); }
  | expr '-' expr      { $$ = MAKE(BINARY, @$, S("-"), $1, $3); }
  | expr '*' expr      { $$ = MAKE(BINARY, @$, S("*"), $1, $3); }
  | expr '/' expr      { $$ = MAKE(BINARY, @$, S("/"), $1, $3); }
  | expr OF expr       { $$ = make_of(p, $1, $3); }
  | '-' expr %prec SIGN                    { $$ = MAKE(UNARY, @$, S("neg"), $2); }
  | IF expr THEN expr ELSE expr %prec CHOICE { $$ = MAKE(IF, @$, NONE, $2, $4, $6); }
  | WHOEVER expr MUST expr %prec CHOICE    { $$ = MAKE(BINARY, @$, S("implies"), $2, $4); }
  | expr rounding %prec KEEP               { $$ = MAKE(ROUND, @$, NONE, $1, NULL, $2); }
  | expr KEEP NUM UNIT rounding            { $$ = MAKE(ROUND, @$, NONE, $1, make_number(p, $3, NULL), $5); want_unit(p, $4, S("位")); }
  | expr CAP postfix                       { $$ = MAKE(CAP, @$, NONE, $1, $3); }
  | expr FLOOR postfix                     { $$ = MAKE(FLOOR, @$, NONE, $1, $3); }
  | expr RESCALE number                    { $$ = MAKE(RESCALE, @$, NONE, $1, $3); }
  | expr MISSING AS primary                { $$ = MAKE(MISSING, @$, NONE, $1, $4); }
  | unary
;
unary:
    postfix
  | HAS postfix               { $$ = MAKE(UNARY, @$, S("has"), $2); }
  | ANY postfix               { $$ = MAKE(UNARY, @$, S("any"), $2); }
  | EVERY postfix             { $$ = MAKE(UNARY, @$, S("every"), $2); }
  | ATLEAST NUM UNIT postfix  { $$ = MAKE(AT_LEAST, @$, NONE, make_number(p, $2, NULL), $4); }
  | SUM postfix               { $$ = MAKE(UNARY, @$, S("sum"), $2); }
  | MEAN postfix              { $$ = MAKE(UNARY, @$, S("mean"), $2); }
  | HIGHEST postfix           { $$ = MAKE(UNARY, @$, S("highest"), $2); }
  | LOWEST postfix            { $$ = MAKE(UNARY, @$, S("lowest"), $2); }
  | NUMBER postfix            { $$ = MAKE(UNARY, @$, S("number"), $2); }
  | WEIGHTED RATIO '(' exprs ')'
                              { $$ = MAKE(WEIGHTED, @$, NONE, make_ratio(p, $2, NULL, @2), PACK(LIST, @4, NONE, $4)); }
;
postfix:
    primary
  | postfix '.' name           { $$ = MAKE(MEMBER, @$, token_name(p, $3), $1); }
  | postfix MAPS '(' rows ')'  { $$ = MAKE(MAP, @$, NONE, $1, PACK(ROWS, @4, NONE, $4)); }
  | postfix MAPS name          { $$ = MAKE(MAP, @$, NONE, $1, make_name(p, $3)); }
;
primary:
    name               { $$ = make_name(p, $1); }
  | name '(' args ')'  { $$ = PACK(CALL, @$, token_name(p, $1), $3); }
  | number
  | RATIO              { $$ = make_ratio(p, $1, NULL, @1); }
  | DATE               { $$ = make_date(p, $1); }
  | STRING             { $$ = make_quoted(p, NODE_TEXT, $1); }
  | YES                { $$ = LEAF(YES, @1, NONE); }
  | NO                 { $$ = LEAF(NO, @1, NONE); }
  | POST               { $$ = LEAF(THE_POST, @1, NONE); }
  | SELF               { $$ = LEAF(SELF, @1, NONE); }
  | '(' args ')'       { $$ = make_group(p, @$, $2); }
;
number:
    NUM        { $$ = make_number(p, $1, NULL); }
  | NUM UNIT   { $$ = make_number(p, $1, $2); }
  | PCT        { $$ = make_number(p, $1, NULL); }
  | FRAC       { $$ = make_number(p, $1, NULL); }
  | FRAC UNIT  { $$ = make_number(p, $1, $2); }
;
args:
    arg           { $$ = list_add(p, list_new(p), $1); }
  | args ',' arg  { $$ = list_add(p, $1, $3); }
;
arg:
    expr
  | expr mods  { $$ = MAKE(OVER, @$, NONE, $1, PACK(LIST, @2, NONE, $2)); }
  | mods       { $$ = MAKE(OVER, @$, NONE, NULL, PACK(LIST, @1, NONE, $1)); }
;
mods:
    mod       { $$ = list_add(p, list_new(p), $1); }
  | mods mod  { $$ = list_add(p, $1, $2); }
;
mod:
    BY expr                   { $$ = MAKE(BY, @$, NONE, $2); }
  | EVERYONE                  { $$ = LEAF(EVERYONE, @1, NONE); }
  | OWN                       { $$ = LEAF(OWN, @1, NONE); }
  | EACH expr                 { $$ = MAKE(EACH, @$, NONE, $2); }
  | WHEN expr                 { $$ = MAKE(WHEN, @$, NONE, $2); }
  | WITHOUT HIGHEST NUM UNIT  { $$ = MAKE(TRIM, @$, S("highest"), make_number(p, $3, NULL)); }
  | WITHOUT LOWEST NUM UNIT   { $$ = MAKE(TRIM, @$, S("lowest"), make_number(p, $3, NULL)); }
;
rows:
    row           { $$ = list_add(p, list_new(p), $1); }
  | rows ',' row  { $$ = list_add(p, $1, $3); }
;
row:
    pattern '=' expr  { $$ = MAKE(ROW, @$, NONE, $1, $3); }
;
pattern:
    name                { $$ = make_name(p, $1); }
  | number
  | number DOTS number  { $$ = MAKE(PATTERN, @$, NONE, $1, $3); }
  | number DOTS         { $$ = MAKE(PATTERN, @$, NONE, $1, NULL); }
  | DOTS number         { $$ = MAKE(PATTERN, @$, NONE, NULL, $2); }
  | number UP           { $$ = MAKE(PATTERN, @$, NONE, $1, NULL); }
  | number DOWN         { $$ = MAKE(PATTERN, @$, NONE, NULL, $1); }
;

name:
    NAME
  | soft  { $$ = plain($1); }
;
soft:
    soft_but_heads | FULL | SEATS
;
soft_but_heads: /* after 依据 in a stage's head, 满分 and 名额 go on with the head */
    soft_but_types
  | BALLOT | SURVEY | PANEL | SEVERAL | OPTIONAL | DATETYPE | TEXTTYPE | YESNO
;
soft_but_types:
    PROCEDURE | REGION | SOURCE | FORCE | TO | PARAM | SCALE | ENTRY | OPENLIST | TABLE | STAGE
  | REQUIRE | VETO | VALID | OPEN | EXCLUDE | SCORE | RANK | ADVANCE | ELECT | CHOOSE | AVOID | VOTE | CHECK | MARK | EXPLAIN | PROBATION | DECIDE
  | CAPACITY | BEFORE | DENSE | PERBALLOT | ALLIN | NONEIN | COMPARE | LOTS | PENDING | CANCEL | REDUCE | PROCEED | DROP | VOIDED
  | REMAINDER | LATER_NAME
  | TEST | DATA | CHANGE | EXPECT | AT | NTH | BECAUSE | FAULT | NOBODY | CHOSEN | RESERVE | LISTED | WITHDRAWN | UNSETTLED | STILLIN
;
%%
static int gram_lex(GRAM_STYPE *value, Span *span, Parser *p)
{
    while (p->next < p->tokens.len && p->tokens.at[p->next].flags & TOKEN_SKIP)
        p->next++;
    if (p->next == p->tokens.len) {
        uint32_t end = (uint32_t)p->source->text.len;
        *span = (Span){end, end};
        return T_YYEOF;
    }
    Token *t = &p->tokens.at[p->next++];
    value->T_NAME = t;
    *span = t->span;
    return t->kind;
}

/* Only the stack's limit comes here: syntax errors go to yyreport_syntax_error. */
static void gram_error(const Span *span, Parser *p, const char *message)
{
    (void)message;
    diag_add(p->d, E0112, p->source, *span, NO_ARGS);
}

/* ---- what was expected, in words ---- */

enum { SHOWN = 4, DETAILED = 1000 }; /* alternatives in a message; errors that are explained at length */

typedef struct {
    yysymbol_kind_t kind;
    const char *words[LANGUAGE_COUNT];
} SymbolWords;

static const SymbolWords symbol_words[] = {
    {YYSYMBOL_YYEOF, {"文件末尾", "end of file"}},
    {YYSYMBOL_NL, {"行末", "end of line"}},
    {YYSYMBOL_NAME, {"名称", "a name"}},
    {YYSYMBOL_STRING, {"引号里的文字", "a text in quotes"}},
    {YYSYMBOL_TITLE, {"《题名》", "a 《title》"}},
    {YYSYMBOL_NUM, {"数", "a number"}},
    {YYSYMBOL_PCT, {"百分数", "a percentage"}},
    {YYSYMBOL_FRAC, {"分数", "a fraction"}},
    {YYSYMBOL_RATIO, {"比例", "a ratio"}},
    {YYSYMBOL_DATE, {"日期", "a date"}},
    {YYSYMBOL_UNIT, {"单位", "a unit"}},
    {YYSYMBOL_DOTS, {"..", ".."}},
    {YYSYMBOL_CELL, {"一格", "a cell"}},
    {YYSYMBOL_UPTO, {"至多", "at most"}},
};

static Str symbol_text(const Parser *p, yysymbol_kind_t kind)
{
    for (size_t i = 0; i < sizeof symbol_words / sizeof *symbol_words; i++)
        if (symbol_words[i].kind == kind)
            return diag_both(p->a, symbol_words[i].words);
    Word word = p->symbol_words[kind];
    if (word)
        return word_spelling(word, p->language);
    Str quoted = str_from(yysymbol_name(kind)); /* a character: '{' with its quotes */
    return quoted.len == 3 ? str_cut(quoted, 1, 2) : quoted;
}

/* What an alternative is shown as; several are shown as one. */
typedef enum { AS_ITSELF, AS_VALUE, AS_NAME, AS_OPERATOR, AS_TRAILING, AS_CLAUSE, AS_STEP, AS_NOTHING, ALTERNATIVES } Alternative;

typedef struct {
    bool value, name, after_value, trailing, step; /* what may stand here */
    int clauses;                             /* words that may begin a clause */
} Setting;

static bool is_operator(yysymbol_kind_t kind)
{
    Str s = str_from(yysymbol_name(kind));
    return s.len == 3 && s.at[0] == '\'' && memchr("+-*/>.(", s.at[1], 7);
}

static Alternative alternative(const Parser *p, yysymbol_kind_t kind, const Setting *at)
{
    Word word = p->symbol_words[kind];
    WordClass class = word ? word_class(word) : WORD_B;
    bool soft = class == WORD_C || class == WORD_S || class == WORD_SB;
    if (kind == YYSYMBOL_SKIPPED || kind == YYSYMBOL_YYerror || kind == YYSYMBOL_LATER_NAME)
        return AS_NOTHING;
    if (at->step && word && (soft || kind == YYSYMBOL_POST || kind == YYSYMBOL_CAND))
        return AS_STEP;
    if (at->clauses > SHOWN &&
        (class == WORD_C || kind == YYSYMBOL_POST || kind == YYSYMBOL_CAND || kind == YYSYMBOL_CITE))
        return AS_CLAUSE;
    if (at->trailing && class == WORD_T)
        return AS_TRAILING;
    if (at->after_value &&
        (class == WORD_I || is_operator(kind) || kind == YYSYMBOL_ATLEAST || kind == YYSYMBOL_ATMOST ||
         kind == YYSYMBOL_UPWARD || kind == YYSYMBOL_DOWNWARD || kind == YYSYMBOL_HALFUP || kind == YYSYMBOL_HALFEVEN))
        return AS_OPERATOR;
    if (at->value && (soft || class == WORD_O || is_operator(kind) || kind == YYSYMBOL_NAME || kind == YYSYMBOL_STRING ||
                      kind == YYSYMBOL_NUM || kind == YYSYMBOL_PCT || kind == YYSYMBOL_FRAC || kind == YYSYMBOL_RATIO ||
                      kind == YYSYMBOL_DATE || kind == YYSYMBOL_POST || kind == YYSYMBOL_SELF || kind == YYSYMBOL_YES || kind == YYSYMBOL_NO))
        return AS_VALUE;
    if (at->name && (soft || kind == YYSYMBOL_NAME))
        return AS_NAME;
    return AS_ITSELF;
}

static bool is_among(const yysymbol_kind_t *kinds, int n, yysymbol_kind_t kind)
{
    for (int i = 0; i < n; i++)
        if (kinds[i] == kind)
            return true;
    return false;
}

static Str expected_text(Parser *p, const yysymbol_kind_t *kinds, int n)
{
    static const char *const several[ALTERNATIVES][LANGUAGE_COUNT] = {
        [AS_VALUE] = {"值或条件", "a value or condition"},
        [AS_NAME] = {"名称", "a name"},
        [AS_OPERATOR] = {"运算或比较的词", "an operator"},
        [AS_TRAILING] = {"说、依据 等词", "say, cite and the like"},
        [AS_CLAUSE] = {"条款或声明", "a clause or declaration"},
        [AS_STEP] = {"数据、改、参数、至、应 或一张表", "data, change, parameter, until, expect or a table"},
    };
    Setting at = {0};
    bool declares = is_among(kinds, n, YYSYMBOL_REGION), has_clause = is_among(kinds, n, YYSYMBOL_REQUIRE);
    for (int i = 0; i < n; i++) {
        Word word = p->symbol_words[kinds[i]];
        at.value = at.value || kinds[i] == YYSYMBOL_IF;
        at.name = at.name || kinds[i] == YYSYMBOL_NAME;
        at.after_value = at.after_value || kinds[i] == YYSYMBOL_AND;
        at.trailing = at.trailing || kinds[i] == YYSYMBOL_SAY;
        at.clauses += kinds[i] == YYSYMBOL_REQUIRE || kinds[i] == YYSYMBOL_REGION ? SHOWN + 1
                                                                                 : word && word_class(word) == WORD_C;
    }
    at.step = !declares && is_among(kinds, n, YYSYMBOL_EXPECT);
    if (at.value || (declares && has_clause) || (at.name && !at.trailing && at.clauses <= SHOWN))
        at.clauses = 0; /* they are names here */
    Text t = text_new(p->a);
    bool told[ALTERNATIVES] = {[AS_NOTHING] = true};
    int count = 0;
    for (int pass = 0; pass < 2; pass++) /* punctuation first: it is what most often was forgotten */
        for (int i = 0; i < n; i++) {
            Alternative as = alternative(p, kinds[i], &at);
            bool mark = as == AS_ITSELF && yysymbol_name(kinds[i])[0] == '\'';
            if (mark != (pass == 0) || (as != AS_ITSELF && told[as]))
                continue;
            told[as] = true;
            if (count++ == SHOWN) {
                text_addz(&t, " …");
                return text_str(&t);
            }
            if (t.len)
                text_addz(&t, " / ");
            text_add(&t, as == AS_ITSELF ? symbol_text(p, kinds[i]) : diag_both(p->a, several[as]));
        }
    return text_str(&t);
}

/* ---- advice ---- */

static void hint(Parser *p, Diag *d, const char *zh, const char *en, Str arg)
{
    Text a = text_new(p->a), b = text_new(p->a);
    text_format(&a, str_from(zh), &arg, 1);
    text_format(&b, str_from(en), &arg, 1);
    diag_hint(d, text_str(&a), text_str(&b));
}

static bool is_free_name(const Token *t) { return t->kind == T_NAME && !t->word && !(t->flags & TOKEN_QUOTED); }

static bool hint_space(Parser *p, Diag *d, const Token *t)
{
    Str inside = is_free_name(t) ? word_inside(p->words, token_text(p, t)) : NONE;
    if (inside.len)
        hint(p, d, "词与词之间要有空格：“{0}”前后空开", "words need spaces between them: part off “{0}”", inside);
    return inside.len > 0;
}

/* What spreadsheets and textbooks say for a comparison. */
static bool hint_comparison(Parser *p, Diag *d, const Token *t)
{
    static const struct { const char *said, *zh, *en; } table[] = {
        {"大于等于", "写 不低于、不少于 或 ≥", "write no less than or ≥"}, {"小于等于", "写 不高于、不超过 或 ≤", "write no more than or ≤"},
        {"等于", "相等写 为，不等写 不为", "equality is written is, inequality is not"},
        {"不等于", "相等写 为，不等写 不为", "equality is written is, inequality is not"}};
    for (size_t i = 0; is_free_name(t) && i < sizeof table / sizeof *table; i++)
        if (str_eq(token_text(p, t), str_from(table[i].said))) {
            hint(p, d, table[i].zh, table[i].en, NONE);
            return true;
        }
    return false;
}

static bool hint_near(Parser *p, Diag *d, const Token *t, bool clause)
{
    Str near[WORDS_NEAR];
    size_t count = is_free_name(t) ? word_nearest(p->words, token_text(p, t), clause, near) : 0;
    if (!count)
        return false;
    Text zh = text_new(p->a), en = text_new(p->a);
    for (size_t i = 0; i < count; i++) {
        text_format(&zh, str_from(i ? "、“{0}”" : "“{0}”"), &near[i], 1);
        text_format(&en, str_from(i ? " or “{0}”" : "“{0}”"), &near[i], 1);
    }
    Text ask = text_new(p->a), asked = text_new(p->a);
    text_format(&ask, S("是不是{0}？"), (Str[]){text_str(&zh)}, 1);
    text_format(&asked, S("did you mean {0}?"), (Str[]){text_str(&en)}, 1);
    diag_hint(d, text_str(&ask), text_str(&asked));
    return true;
}

static bool in_substitutes(const Parser *p)
{
    const Token *start = statement_start(p);
    for (const Token *t = start; t < p->tokens.at + p->next; t++)
        if (t->kind == T_SUBST)
            return true;
    return false;
}

/* 亲属 表 { … }: the word that should begin the line. */
static bool hint_order(Parser *p, Diag *d, const Token *start)
{
    const Token *end = p->tokens.at + p->tokens.len;
    for (const Token *t = start + 1; t < end && t->kind != T_NL && t->kind != '{'; t++)
        if (t->word && (t->kind == T_ENTRY || t->kind == T_TABLE || t->kind == T_STAGE)) {
            hint(p, d, "这一行要以“{0}”开头", "this line must begin with “{0}”", token_text(p, t));
            return true;
        }
    return false;
}

/* t was not expected; a colon was: then its statement is a field and begins with any name. */
static void give_advice(Parser *p, Diag *d, const Token *t, bool colon, bool name)
{
    const Token *start = statement_start(p), *before = t > p->tokens.at ? t - 1 : t;
    if (hint_comparison(p, d, t) || hint_space(p, d, t) || hint_space(p, d, start) || hint_space(p, d, before))
        return;
    if (t == start ? hint_near(p, d, t, true) : hint_near(p, d, t, false))
        return;
    if (t == start && hint_order(p, d, t))
        return;
    if (before == start && !colon && hint_near(p, d, start, true))
        return;
    if (t->kind == '=')
        hint(p, d, "相等写 为，不等写 不为；= 只用来起名字", "equality is written is, inequality is not; = only gives a name", NONE);
    else if (t->kind == T_YES && !name)
        hint(p, d, "相等写 为，不等写 不为", "equality is written is, inequality is not", NONE);
    else if (t->kind == T_ATMOST && in_substitutes(p))
        hint(p, d, "递补的次数写 至多 2 次", "the number of substitutions is written at most 2 times", NONE);
    else if (start->kind == T_EXPECT && before == start + 1 && before->kind == T_STRING)
        hint(p, d, "写明他怎样：选定、淘汰、候补、未定 …，或 名次 2，或 综合 为 85.3 分", "say what becomes of him: chosen, dropped, reserve …, or place 2, or a value: SCORE is 85.3 points", NONE);
    else if (t == start && t->kind == T_TEST)
        hint(p, d, "“{0}”写在 程序 { } 里面，最后的 } 之前", "“{0}” stands inside procedure { }, before the last }", token_text(p, t));
    else if (before->kind == T_SAY)
        hint(p, d, "这句话写在引号里：说 \"…\"", "what is said stands in quotes: say \"…\"", NONE);
    else if (name && t->word && word_class(t->word) != WORD_U)
        hint(p, d, "如果“{0}”是名称，写成「{0}」", "if “{0}” is meant as a name, write 「{0}」", token_text(p, t));
}

static int yyreport_syntax_error(const yypcontext_t *context, Parser *p)
{
    const Span *span = yypcontext_location(context);
    yysymbol_kind_t kind = yypcontext_token(context);
    bool at_end = kind == YYSYMBOL_YYEOF || p->next == 0;
    const Token *t = at_end ? NULL : &p->tokens.at[p->next - 1];
    p->error_count++;
    bool invisible = !t || t->kind == T_NL || t->span.start == t->span.end;
    Str found = invisible ? symbol_text(p, kind)
                          : shown(p, str_cut(p->source->text, t->span.start, t->span.end));
    yysymbol_kind_t expected[YYNTOKENS];
    int n = p->error_count <= DETAILED ? yypcontext_expected_tokens(context, expected, YYNTOKENS) : 0;
    if (n <= 0) {
        diag_add(p->d, E0111, p->source, *span, ARGS(found));
        return 0;
    }
    Diag *d = diag_add(p->d, E0101, p->source, *span, ARGS(found, expected_text(p, expected, n)));
    if (t)
        give_advice(p, d, t, is_among(expected, n, YYTRANSLATE(':')), is_among(expected, n, YYSYMBOL_NAME));
    return 0;
}

void gram_run(Parser *p)
{
    p->symbol_words = NEW_ARRAY(p->a, Word, YYNTOKENS);
    for (int token = T_YYEOF + 1; token <= YYMAXUTOK; token++)
        if (token != T_NAME && token != T_UNIT && YYTRANSLATE(token) > YYSYMBOL_YYUNDEF)
            p->symbol_words[YYTRANSLATE(token)] = word_of_token(token);
    gram_parse(p);
}
