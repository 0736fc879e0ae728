#include "runtime/page_parts.h"

Str page_both(const Page *p, const char *zh, const char *en) { return str_from(p->language == LANG_ZH ? zh : en); }

Str page_format(Page *p, const char *zh, const char *en, const Str *args, size_t nargs)
{
    Text t = text_new(p->a);
    say_with(&t, p->language, zh, en, args, nargs);
    return text_str(&t);
}

static void meta(Html *h, const char *attribute, const char *name, const char *content)
{
    html_open(h, "meta");
    html_attrz(h, attribute, name);
    html_attrz(h, "content", content);
    html_void(h);
}

void page_head(Html *h, Language language, Str title, const char *policy)
{
    html_open(h, "html");
    html_attrz(h, "lang", language == LANG_ZH ? "zh-CN" : "en");
    html_open(h, "head");
    html_open(h, "meta");
    html_attrz(h, "charset", "utf-8");
    html_void(h);
    meta(h, "name", "viewport", "width=device-width, initial-scale=1");
    meta(h, "name", "color-scheme", "light dark");
    meta(h, "http-equiv", "Content-Security-Policy", policy); /* nothing is fetched, whatever the data say */
    html_leaf(h, "title", NULL, title);
    html_open(h, "link");
    html_attrz(h, "rel", "icon");
    html_attrz(h, "href", "data:,");
    html_void(h);
    html_open(h, "style");
    for (size_t i = 0; i < page_style_count; i++)
        html_literal(h, page_style[i]);
}

void page_begin(Page *p, Str title)
{
    Html *h = &p->h;
    page_head(h, p->language, title, "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:");
    html_close(h);
    html_close(h);
    html_open(h, "body");
    html_literal(h, page_patterns);
}

void page_badge(Page *p, size_t party)
{
    Text classes = text_new(p->a);
    text_addz(&classes, "badge ");
    text_addz(&classes, party_classes[party % SVG_PARTIES]);
    text_char(&classes, '\0');
    html_leaf(&p->h, "b", classes.at, p->c->parties[party].label);
}

static void button(Page *p, const char *id, const char *zh, const char *en)
{
    html_class(&p->h, "button", "tool");
    html_attrz(&p->h, "type", "button");
    html_attrz(&p->h, "id", id);
    html_attrz(&p->h, "hidden", "");
    html_say(&p->h, zh, en);
    html_close(&p->h);
}

void page_masthead(Page *p, const char *zh, const char *en)
{
    Html *h = &p->h;
    html_class(h, "header", "mast");
    html_class(h, "div", "tools");
    button(p, "theme", "深色／浅色", "Dark/light");
    button(p, "print", "打印", "Print");
    html_close(h);
    html_leaf_say(h, "h1", NULL, zh, en);
    html_class(h, "ul", "names");
    for (size_t k = 0; k < p->c->party_count; k++) {
        const Program *program = p->c->parties[k].program;
        html_open(h, "li");
        if (p->c->party_count > 1)
            page_badge(p, k);
        html_text(h, program->title.len ? program->title : program->name);
        html_close(h);
    }
    html_close(h);
    if (p->c->has_data)
        html_leaf(h, "p", "meta", page_format(p, "数据 {0}，{1} 人；{2}。", "Data {0}, {1} people; {2}.",
                                              WITH(p->c->data_file, int_str(p->a, (int64_t)p->c->person_count),
                                                   p->options->names ? page_both(p, "编号和姓名", "numbers and names")
                                                                     : page_both(p, "只列编号，不列姓名", "registration numbers only"))));
    else
        html_leaf_say(h, "p", "meta", "只比较条文，没有用人选的数据。", "The texts alone are compared: no data.");
    html_close(h);
    html_open(h, "main");
}

void page_section(Page *p, const char *zh, const char *en)
{
    static const char *const numbers[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};
    Html *h = &p->h;
    html_open(h, "section");
    html_attr_ids(h, "aria-labelledby", ++h->last_id, 0);
    html_open(h, "h2");
    html_attr_ids(h, "id", h->last_id, 0);
    if (p->language == LANG_ZH && p->section < sizeof numbers / sizeof *numbers) {
        html_textz(h, numbers[p->section]);
        html_textz(h, "、");
    }
    p->section++;
    html_say(h, zh, en);
    html_close(h);
}

void page_note(Page *p, const char *zh, const char *en, const Str *args, size_t nargs)
{
    html_leaf(&p->h, "p", "note", page_format(p, zh, en, args, nargs));
}

/* The address of a person's card.  Ids of elements are made of indexes, never of what the data say. */
static Str card_name(Page *p, uint32_t person, bool link)
{
    Text t = text_new(p->a);
    text_addz(&t, link ? "#card" : "card");
    text_int(&t, person);
    return text_str(&t);
}

void page_chip(Page *p, uint32_t person, bool link)
{
    Html *h = &p->h;
    Text classes = text_new(p->a);
    text_addz(&classes, "chip ");
    text_addz(&classes, p->c->party_count > 2 ? (page_who(p, person) == WHO_BOTH && !p->c->people[person].differs ? "w2" : "w4")
                                              : who_classes[page_who(p, person)]);
    text_char(&classes, '\0');
    html_class(h, link ? "a" : "span", classes.at);
    if (link)
        html_attr(h, "href", card_name(p, person, true));
    html_attr(h, "data-p", p->c->people[person].id);
    html_text(h, page_person(p, person));
    html_close(h);
}

void page_open_table(Page *p, const char *classes, const char *zh, const char *en)
{
    html_class(&p->h, "table", classes);
    html_leaf_say(&p->h, "caption", NULL, zh, en);
}

void page_head_cell(Page *p, const char *zh, const char *en)
{
    html_open(&p->h, "th");
    html_attrz(&p->h, "scope", "col");
    html_say(&p->h, zh, en);
    html_close(&p->h);
}

void page_cell(Page *p, const char *classes, Str label)
{
    html_open(&p->h, "td");
    if (classes)
        html_attrz(&p->h, "class", classes);
    if (label.len)
        html_attr(&p->h, "data-label", label);
}

static void audit_file(Page *p, const char *zh, const char *en, Str file, Str digest, const char *what)
{
    Html *h = &p->h;
    html_open(h, "div");
    html_leaf_say(h, "dt", NULL, zh, en);
    html_open(h, "dd");
    html_leaf(h, "code", NULL, file);
    html_open(h, "br");
    html_void(h);
    html_textz(h, "SHA-256 ");
    html_open(h, "code");
    html_attr(h, what, digest);
    html_text(h, digest);
    html_close(h);
    html_close(h);
    html_close(h);
}

void page_audit(Page *p)
{
    Html *h = &p->h;
    page_section(p, "复核信息", "To check this page");
    html_class(h, "dl", "audit");
    for (size_t k = 0; k < p->c->party_count; k++)
        audit_file(p, "规则文件", "Rules", p->c->parties[k].file, p->c->parties[k].digest, "data-rules-sha256");
    if (p->c->has_data)
        audit_file(p, "数据文件", "Data", p->c->data_file, p->c->data_digest, "data-data-sha256");
    html_open(h, "div");
    html_leaf_say(h, "dt", NULL, "重算命令", "Command that makes this page again");
    html_open(h, "dd");
    html_leaf(h, "code", NULL, p->options->command);
    html_close(h);
    html_close(h);
    html_open(h, "div");
    html_leaf_say(h, "dt", NULL, "怎样计算", "How it was computed");
    html_open(h, "dd");
    html_say(h, "全部按分数精确计算，不用浮点数；以 ≈ 开头的数是显示时四舍五入的。文件相同，结果逐字节相同。程序版本 ",
             "All in exact fractions, no floating point; numbers led by ≈ are rounded for showing. Equal files give equal bytes. Version ");
    html_text(h, p->options->version);
    html_say(h, "。", ".");
    html_close(h);
    html_close(h);
    html_close(h);
    html_class(h, "p", "sign");
    html_leaf_say(h, "span", NULL, "制表人", "Made by");
    html_leaf_say(h, "span", NULL, "复核人", "Checked by");
    html_leaf_say(h, "span", NULL, "日期", "Date");
    html_close(h);
    html_close(h);
}

void page_end(Page *p)
{
    Html *h = &p->h;
    html_close(h); /* main */
    html_open(h, "script");
    html_literal(h, page_script);
    html_close(h);
    html_close(h);
    html_close(h);
    text_char(h->out, '\n');
    if (h->depth)
        BUG("an element stays open");
}
