import FoundationEssentials
import TLS

/// How the page looks, and what lets browsers take nothing else.
enum PageStyle {
    /// What the page may do: look like this, and be sent to us (Content Security Policy Level 3).
    static let policy: String = {
        let hash = (try? SHA256.hash(Array(text.utf8))).map { Data($0).base64EncodedString() }
        let style = hash.map { "'sha256-\($0)'" } ?? "'none'"
        return "default-src 'none'; style-src \(style); form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    }()

    static let text = """
        :root{color-scheme:light dark;--ink:#1c2329;--dim:#57606a;--line:#c4cbd2;--ground:#f4f6f8;--card:#fff;\
        --strong:#0b6b4f;--onstrong:#fff;--chosen:#e3f4ed;--bad:#b3261e;--focus:#0b57d0}
        @media (prefers-color-scheme:dark){:root{--ink:#e6eaee;--dim:#9aa4ae;--line:#49525b;--ground:#12171c;--card:#1b2228;\
        --strong:#5fd0a8;--onstrong:#08231a;--chosen:#17372c;--bad:#ff8a80;--focus:#8ab4f8}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--ground);color:var(--ink);font:1.0625rem/1.5 system-ui,sans-serif}
        header,main{max-width:38rem;margin:auto;padding:0 1rem}
        header{display:flex;justify-content:flex-end;padding-top:.75rem}
        nav ul{display:flex;gap:.25rem;list-style:none;margin:0;padding:0}
        nav a,nav span{display:inline-block;padding:.6rem .75rem;min-height:2.75rem;border-radius:.4rem}
        nav span{font-weight:600}
        main{padding-bottom:3rem}
        h1{font-size:1.75rem;line-height:1.2;margin:1rem 0 .5rem}
        h2{font-size:1.125rem;margin:0 0 .25rem}
        a{color:var(--focus)}
        .lead{margin:0 0 1.5rem;color:var(--dim)}
        fieldset,.field,.notice,.kept{margin:0 0 1.25rem;padding:1rem 1.25rem 1.25rem;border:1px solid var(--line);\
        border-radius:.75rem;background:var(--card);min-width:0}
        fieldset.wrong,.notice.wrong{border:2px solid var(--bad)}
        legend{float:left;width:100%;padding:0;margin:0 0 .75rem;font-weight:650}
        legend+*{clear:both}
        .field>label{display:block;font-weight:650;margin-bottom:.5rem}
        .note{font-weight:400;color:var(--dim);font-size:.9rem}
        .error{clear:both;margin:0 0 .75rem;color:var(--bad);font-weight:600}
        .choice{display:flex;align-items:center;gap:.75rem;min-height:2.75rem;padding:.45rem .75rem;margin:0 -.5rem;\
        border-radius:.5rem;cursor:pointer}
        .choice:hover{background:var(--ground)}
        .choice:has(:checked){background:var(--chosen)}
        input[type=radio]{flex:none;width:1.25rem;height:1.25rem;margin:0;accent-color:var(--strong)}
        select{width:100%;min-height:2.75rem;padding:.5rem .75rem;font:inherit;color:inherit;background:var(--card);\
        border:1px solid var(--dim);border-radius:.5rem}
        button{width:100%;min-height:3.25rem;padding:.75rem 1.5rem;font:inherit;font-weight:650;color:var(--onstrong);\
        background:var(--strong);border:0;border-radius:.75rem;cursor:pointer}
        button:hover{filter:brightness(1.08)}
        :focus-visible{outline:3px solid var(--focus);outline-offset:2px}
        .notice p{margin:.5rem 0 0}
        .notice ul{margin:.5rem 0 0;padding-left:1.25rem}
        .notice.done{margin-top:1.25rem;border-left:.5rem solid var(--strong)}
        .notice.wrong a{color:var(--bad);font-weight:600}
        .kept{margin:1.5rem 0 0;color:var(--dim);font-size:.95rem}
        .kept p{margin:.5rem 0 0}
        @media (forced-colors:active){button{border:2px solid ButtonText}.choice:has(:checked){outline:2px solid Highlight}}
        """
}
