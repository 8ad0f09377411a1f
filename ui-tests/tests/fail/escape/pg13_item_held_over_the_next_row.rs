use memscope::scope;

fn main() {
    let mut longest = "";
    for line in ["to be", "or"] {
        scope!(row);
        let text: &str = row.alloc_str(line);
        if text.len() > longest.len() {
            longest = text;
        }
    }
}
