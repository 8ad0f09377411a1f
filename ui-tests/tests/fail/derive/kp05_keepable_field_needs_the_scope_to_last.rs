use memscope::Keepable;

#[derive(Keepable)]
struct Names<'mcx, 'out> {
    out: &'out mut Vec<&'mcx str>,
}

fn main() {}
