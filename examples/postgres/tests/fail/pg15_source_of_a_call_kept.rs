use memscope::KeptOn;
use memscope_postgres::Server;

fn keep(server: Server<'_>) -> i64 {
    let kept: KeptOn<&'static str, _> = KeptOn::new(server.objects(), |cx| &*cx.alloc_str("text"));
    kept.with(|text| text.len() as i64)
}

fn main() {
    let _ = keep;
}
